using System.Globalization;

namespace OpteriusDkim;

/// <summary>The metrics and the exit code of check_dkim for situations that were made with real daemons.</summary>
public sealed class SituationReportsTests
{
    private static readonly string Check = Path.Combine(Repository.Root, "module/monitoring/check_dkim.ps1");

    public static TheoryData<string> Names => SituationsTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_situation_has_its_metrics_and_its_exit_code(string name)
    {
        Assert.SkipWhen(SituationRows.Missing is not null, SituationRows.Missing ?? "");
        var situation = SituationRows.Situations.Single(each => each.Name == name);
        var row = await SituationRows.RowAsync(name);
        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);

        Assert.Empty(session.Run("$input | Export-DkimReport dkim.prom", row).Errors);
        var metrics = await File.ReadAllLinesAsync(sandbox.In("dkim.prom"), TestContext.Current.CancellationToken);
        Assert.Contains(Sample("dkim_health", row, (long)situation.Health), metrics);
        Assert.Equal(situation.Signing is not null, metrics.Any(line => line.StartsWith("dkim_signing_ok{", StringComparison.Ordinal)));
        if (situation.Signing is { } outcome)
        {
            Assert.Contains(Sample("dkim_signing_ok", row, outcome == DkimSigningOutcome.Signed ? 1 : 0), metrics);
        }

        var said = session.Run(
            $$"""
            $row = @($input)
            function Get-DkimStatus { [CmdletBinding()] param([switch] $Authoritative) $row }
            & '{{Check}}'
            $LASTEXITCODE
            """,
            row);
        Assert.Equal([(int)situation.Health], said.Objects.Select(item => item.BaseObject).OfType<int>());
        Assert.Matches(
            $"^DKIM {situation.Health.ToString().ToUpperInvariant()}: ", Assert.IsType<string>(said.Objects[0].BaseObject));
    }

    private static string Sample(string metric, DkimStatus row, long value) =>
        string.Create(CultureInfo.InvariantCulture, $"{metric}{{domain=\"{row.Domain}\"}} {value}");
}
