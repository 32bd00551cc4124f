using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>
/// The prediction of Get-DkimSigning matches the daemon, and a signing key can't be removed.
/// </summary>
public sealed class OpenDkimConfigurationsTests : IDisposable
{
    private const int StopLimit = 4;

    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;

    public OpenDkimConfigurationsTests() => session = new ModuleSession(sandbox);

    [Fact]
    public async Task The_prediction_is_the_verdict() => await VerifyAsync([.. OpenDkimCases.Written, .. OpenDkimDataSetCases.Written]);

    [Fact]
    public async Task The_prediction_is_the_verdict_for_regular_expressions() => await VerifyAsync([.. OpenDkimExpressionCases.Written]);

    [Fact]
    public async Task The_prediction_is_the_verdict_for_directives() => await VerifyAsync(
        [.. OpenDkimDirectiveCases.Written, .. OpenDkimPathCases.Written, .. OpenDkimMailRuleCases.Written]);

    [Fact]
    public async Task The_prediction_is_the_verdict_for_users_and_order() => await VerifyAsync(
        [.. OpenDkimUserCases.Written, .. OpenDkimOrderCases.Written]);

    [Fact]
    public async Task The_prediction_is_the_verdict_for_mixtures() => await VerifyAsync([.. OpenDkimMixedCases.Written]);

    [Fact]
    public async Task The_prediction_is_the_verdict_for_combinations() => await VerifyAsync([.. OpenDkimCombinations.All()]);

    public void Dispose()
    {
        session.Dispose();
        sandbox.Dispose();
    }

    private async Task VerifyAsync(OpenDkimCase[] cases)
    {
        Assert.SkipWhen(OpenDkimVerdicts.Missing is not null, OpenDkimVerdicts.Missing ?? "");
        Assert.Empty(session.Run("$input | New-DkimKey", "example.com", "example.net", "sub.example.com").Errors);
        var hosts = cases.Select((_, index) => new OpenDkimVerdicts(sandbox.In($"{index}"))).ToArray();
        var verdicts = new string[cases.Length];
        var since = Stopwatch.StartNew();
        await Parallel.ForAsync(0, cases.Length, new ParallelOptions { MaxDegreeOfParallelism = StopLimit }, async (index, _) =>
        {
            hosts[index].Write(cases[index], sandbox.Keys);
            verdicts[index] = await hosts[index].AskAsync(cases[index].Sender);
        });
        var daemons = since.Elapsed;

        var wrong = new List<string>();
        for (var index = 0; index < cases.Length; index++)
        {
            wrong.AddRange(Compare(cases[index], hosts[index], verdicts[index]));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{cases.Length} configurations, the daemons {daemons.TotalSeconds:0.0} s of {since.Elapsed.TotalSeconds:0.0} s; "
            + $"{string.Join(", ", verdicts.CountBy(verdict => verdict))}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(verdicts.Distinct().Count() >= 3, "The cases show too few verdicts.");
    }

    private IEnumerable<string> Compare(OpenDkimCase test, OpenDkimVerdicts host, string verdict)
    {
        if (test.Verdict is { } wanted && wanted != verdict)
        {
            yield return $"{test}: the daemon's verdict is {verdict}, and was {wanted} when the case was written";
        }

        var configuration = Path.ChangeExtension(host.ConfigurationPath, "json");
        File.WriteAllText(
            configuration,
            File.ReadAllText(sandbox.ConfigurationPath).Replace(
                sandbox.OpenDkimConfiguration, host.ConfigurationPath, StringComparison.Ordinal));
        var shown = session.Run($"Get-DkimSigning {test.Sender} -ConfigurationPath {configuration}");
        var entry = shown.Objects.Count > 0 ? (DkimSigningEntry)shown.Objects[0].BaseObject : null;
        if (entry?.Outcome.ToString() != verdict)
        {
            var predicted = entry?.Outcome.ToString() ?? string.Join(", ", shown.Errors.Select(error => error.ToString()));
            var findings = string.Join("; ", entry?.Findings.Select(finding => finding.Message) ?? []);
            yield return $"{test}: {verdict}, predicted {predicted} ({entry}; {findings})";
        }
        else if (verdict != nameof(DkimSigningOutcome.Signed)
            && !entry.Findings.Any(finding => finding.Severity != FindingSeverity.Information))
        {
            yield return $"{test}: {verdict} without a finding that says why";
        }

        if (verdict == nameof(DkimSigningOutcome.Signed) && Removed(entry, configuration) is { } removed)
        {
            yield return $"{test}: {removed}";
        }
    }

    /// <summary>The failure when removing the signing key; null if that was refused.</summary>
    private string? Removed(DkimSigningEntry? entry, string configuration)
    {
        var path = entry?.PrivateKeyPath is { } named ? ResolvedPath.Of(named) : null;
        if (path is null || !path.StartsWith(sandbox.Keys, StringComparison.Ordinal))
        {
            return null;
        }

        var before = File.ReadAllBytes(path);
        var domain = Path.GetFileName(Path.GetDirectoryName(path));
        var outcome = session.Run(
            $"Remove-DkimKey {domain} mail -ConfigurationPath {configuration} -Confirm:$false; New-DkimKey {domain} mail -Force "
            + $"-ConfigurationPath {configuration} -Confirm:$false");
        return !File.Exists(path) ? "Remove-DkimKey removed the key that signs"
            : !before.AsSpan().SequenceEqual(File.ReadAllBytes(path)) ? "New-DkimKey -Force replaced the key that signs"
            : outcome.ErrorIds.Count == 2 && outcome.ErrorIds.All(id => id is "KeyInUse" or "SignerTableUnreadable") ? null
            : $"the errors are {string.Join(", ", outcome.ErrorIds)}";
    }
}
