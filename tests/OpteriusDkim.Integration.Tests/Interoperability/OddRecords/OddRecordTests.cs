namespace OpteriusDkim;

/// <summary>
/// The verifiers' treatment of odd records is established by running them on signed mail, and the table
/// has the results: if an installed verifier differs, the table is wrong. With
/// OPTERIUS_DKIM_WRITE_RECORDS set, the table is rewritten.
/// </summary>
public sealed class OddRecordTests
{
    private static readonly IRecordVerifier[] Verifiers =
    [
        new OpenDkimVerifier(), new RspamdVerifier(), new MailDkimVerifier(), new MimeKitVerifier(), new DkimPyVerifier(),
    ];

    [Fact]
    public async Task Each_verifier_treats_each_record_as_the_table_says()
    {
        Assert.SkipWhen(NameServer.Missing is not null, NameServer.Missing ?? "");
        var rows = OddRecordTable.All;
        using var bench = new VerifierBench(rows);
        var differences = new List<string>();
        foreach (var verifier in Verifiers.Where(verifier => verifier.Missing is null))
        {
            var verdicts = (await verifier.VerifyAsync(bench)).Select(good => good ? OddRecord.Accepts : OddRecord.Refuses).ToArray();
            Assert.Equal(rows.Count, verdicts.Length);
            differences.AddRange(rows.Zip(verdicts).Where(pair => pair.First.VerdictOf(verifier.Name) != pair.Second)
                .Select(pair => $"{verifier.Name} {pair.Second}: {pair.First.Name}"));
            rows = [.. rows.Zip(verdicts, (row, verdict) => row.With(verifier.Name, verdict))];
        }

        if (OddRecordTable.IsToBeWritten)
        {
            OddRecordTable.Write(rows);
            return;
        }

        Assert.True(
            differences.Count == 0,
            $"The table says otherwise (OPTERIUS_DKIM_WRITE_RECORDS=1 rewrites it):\n{string.Join('\n', differences)}");
        var absent = Verifiers.Select(verifier => verifier.Missing).OfType<string>().ToArray();
        Assert.SkipWhen(
            absent.Length > 0, $"The verifiers that are here agree with the table, and others are not: {string.Join("; ", absent)}");
    }
}
