namespace OpteriusDkim;

/// <summary>Python's dkimpy, one process for all cases, with the records from a substitute for DNS.</summary>
internal sealed class DkimPyVerifier : IRecordVerifier
{
    // The system's interpreter, which has the system's packages.
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import sys
        import dkim
        for path in sys.argv[1:]:
            with open(path, 'rb') as mail, open(path + '.record', 'rb') as record:
                text = record.read()
                try:
                    print('pass' if dkim.verify(mail.read(), dnsfunc=lambda name, timeout=5: text) else 'fail')
                except Exception as error:
                    print('died')
        """;

    public string Name => "dkimpy";

    public string? Missing =>
        File.Exists("/usr/lib/python3/dist-packages/dkim/__init__.py") ? null : "dkimpy is not installed (Debian's python3-dkim)";

    public async Task<IReadOnlyList<bool>> VerifyAsync(VerifierBench bench)
    {
        var script = bench.In("verifier.py");
        await File.WriteAllTextAsync(script, Script);
        for (var number = 0; number < bench.Cases.Count; number++)
        {
            await File.WriteAllTextAsync(bench.PathOf(number) + ".record", bench.Texts[number], System.Text.Encoding.Latin1);
        }

        var outcome = await Tool.RunAsync(Python, [script, .. bench.Cases.Select((_, number) => bench.PathOf(number))]);
        return [.. outcome.Successful.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(result => result == "pass")];
    }
}
