namespace OpteriusDkim.Tests;

/// <summary>
/// Our verdict on each record of the table <c>tests/odd-records.json</c>, next to the verifiers'; with OPTERIUS_DKIM_WRITE_RECORDS
/// set it is rewritten.
/// </summary>
public sealed class OddRecordTests
{
    // Findings of the lookup, which do not follow from a record's text.
    private static readonly string[] NotOfText = ["DifferentKey", "SeveralRecords"];

    [Fact]
    public void Our_verdict_of_each_record_matches_the_table()
    {
        var said = OddRecordTable.All.Select(row =>
        {
            var record = KeyRecordReader.Read(OddKeys.Expand(row.Record));
            return row with { Findings = CodesOf(record), Valid = record.IsValid };
        }).ToArray();
        if (OddRecordTable.IsToBeWritten)
        {
            OddRecordTable.Write(said);
        }
        else
        {
            Assert.Equal(OddRecordTable.All, said);
        }
    }

    [Fact]
    public void Names_in_the_table_are_unique_and_every_verifier_has_a_verdict()
    {
        Assert.Distinct(OddRecordTable.All.Select(row => row.Name));
        Assert.True(OddRecordTable.All.Count >= 60);
        Assert.All(OddRecordTable.All, row => Assert.All(OddRecord.Verifiers, verifier =>
            Assert.Contains(row.VerdictOf(verifier), new[] { OddRecord.Accepts, OddRecord.Refuses })));
    }

    // A record that all verifiers refuse isn't valid. The exception is the bare RSA key,
    // which is what the text of RFC 6376 3.6.1 asks for.
    [Fact]
    public void No_record_is_valid_that_every_verifier_refuses() => Assert.All(
        OddRecordTable.All.Where(row => OddRecord.Verifiers.All(verifier => row.VerdictOf(verifier) == OddRecord.Refuses)),
        row => Assert.Equal(row.Codes.SequenceEqual([nameof(FindingTable.BareRsaKey)]), row.Valid));

    [Fact]
    public void The_table_has_the_version_of_each_verifier_and_later_differing_verdicts()
    {
        Assert.Equal(OddRecord.Verifiers.Order(), OddRecordTable.Versions.Keys.Order());
        Assert.All(OddRecordTable.All.Where(row => row.Later is not null), row => Assert.All(row.Later!, later =>
        {
            Assert.Contains(later.Key, OddRecordTable.Later);
            Assert.NotEqual(row.VerdictOf(later.Key.Split(' ')[0]), later.Value);
        }));
    }

    [Fact]
    public void A_valid_record_that_a_verifier_refuses_has_a_warning() => Assert.All(
        OddRecordTable.All.Where(row => row.Valid && !row.Record.Contains("ed25519", StringComparison.Ordinal)
            && OddRecord.Verifiers.Any(verifier => row.VerdictOf(verifier) == OddRecord.Refuses)),
        row => Assert.Contains(row.Codes, code => FindingTable.All.Single(rule => rule.Code == code).Severity == FindingSeverity.Warning));

    [Fact]
    public void Every_finding_about_the_text_of_a_record_has_a_case()
    {
        string[] spoken = [.. OddRecordTable.All.SelectMany(row => row.Codes)];
        Assert.Empty(RulesOfText().Except(spoken));
    }

    private static string CodesOf(DkimKeyRecord record) => string.Join(' ', record.Findings.Select(finding => finding.Code));

    private static IEnumerable<string> RulesOfText()
    {
        // The members of one file are between its first and its last one.
        var rows = typeof(FindingTable).GetProperties().Where(row => row.PropertyType == typeof(FindingRule))
            .Select(row => row.Name).ToList();
        return rows[rows.IndexOf(nameof(FindingTable.NotATagList))..(rows.IndexOf(nameof(FindingTable.TestMode)) + 1)]
            .Concat(rows[rows.IndexOf(nameof(FindingTable.SpaceAfterLastSemicolon))..(rows.IndexOf(nameof(FindingTable.NotesBroken)) + 1)])
            .Except(NotOfText);
    }
}
