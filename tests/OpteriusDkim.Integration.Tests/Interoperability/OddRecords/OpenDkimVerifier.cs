namespace OpteriusDkim;

/// <summary>OpenDKIM's own verifier (<c>opendkim -t</c>), one process for all cases.</summary>
internal sealed class OpenDkimVerifier : IRecordVerifier
{
    public string Name => "OpenDKIM";

    public string? Missing => Tool.Exists("opendkim") ? null : "OpenDKIM is not installed (Debian's opendkim)";

    public async Task<IReadOnlyList<bool>> VerifyAsync(VerifierBench bench)
    {
        await File.WriteAllTextAsync(bench.In("unbound.conf"), $"""
            server:
              do-not-query-localhost: no
            stub-zone:
              name: "{VerifierBench.Domain}"
              stub-addr: 127.0.0.1@{bench.Port}

            """);
        await File.WriteAllTextAsync(bench.In("verify.conf"), $"Mode v\nSyslog no\nResolverConfiguration {bench.In("unbound.conf")}\n");
        var outcome = await Tool.RunAsync(
            "opendkim", "-x", bench.In("verify.conf"), "-t", string.Join(',', bench.Cases.Select((_, number) => bench.PathOf(number))));
        var lines = (outcome.Output + outcome.Error).Split('\n')
            .Where(line => line.Contains(": verification (s=", StringComparison.Ordinal)).ToArray();
        return [.. bench.Cases.Select((_, number) => IsGood(lines, VerifierBench.SelectorOf(number)))];
    }

    private static bool IsGood(string[] lines, string selector) =>
        lines.Single(
            line => line.Contains($"(s={selector},", StringComparison.Ordinal)
                || line.Contains($"(s={selector} ", StringComparison.Ordinal))
            .EndsWith("succeeded", StringComparison.Ordinal);
}
