using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>What Prometheus' own tool says of the metrics, the alerts and the dashboard.</summary>
public sealed partial class PrometheusTests
{
    private const string Promtool = "promtool";

    private static readonly string Examples = Path.Combine(Repository.Root, "examples/prometheus");

    [Fact]
    public async Task The_metrics_have_the_format_and_the_conventional_names()
    {
        RequirePromtool();
        var (code, said) = await CheckAsync(Metrics([.. SampleStatuses.Host, SampleStatuses.Hostile("\"} 1\n# x \\")]));
        Assert.True(code == 0, said);
        Assert.Empty(said);

        Assert.Equal(0, (await CheckAsync(Metrics())).Code);
        Assert.NotEqual(0, (await CheckAsync("dkim_health{domain=\"a\" 1\n")).Code);
    }

    [Fact]
    public async Task The_alerts_are_valid_and_pass_their_tests()
    {
        RequirePromtool();
        foreach (var arguments in (string[][])[["check", "rules", "alerts.yml"], ["test", "rules", "alerts.test.yml"]])
        {
            arguments[2] = Path.Combine(Examples, arguments[2]);
            var outcome = await Tool.RunAsync(Promtool, arguments);
            Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        }
    }

    [Fact]
    public void Alerts_and_dashboard_use_metrics_that_exist()
    {
        var metrics = Metrics([.. SampleStatuses.Host]);
        foreach (var file in (string[])["alerts.yml", "alerts.test.yml", "dashboard.json"])
        {
            var text = File.ReadAllText(Path.Combine(Examples, file));
            var used = MetricName().Matches(text).Select(match => match.Value).Distinct().ToArray();
            Assert.NotEmpty(used);
            Assert.All(used, name => Assert.Contains($"# TYPE {name} ", metrics, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_expressions_of_the_dashboard_can_be_parsed()
    {
        RequirePromtool();
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(Examples, "dashboard.json"), TestContext.Current.CancellationToken));
        var rules = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select((target, number) => $"      - record: panel{number}\n        expr: {target.GetProperty("expr")}\n");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file, $"groups:\n  - name: panels\n    rules:\n{string.Concat(rules)}", TestContext.Current.CancellationToken);
            var outcome = await Tool.RunAsync(Promtool, "check", "rules", file);
            Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void RequirePromtool() => Assert.SkipUnless(Tool.Exists(Promtool), "promtool is not installed (Debian's prometheus)");

    private static string Metrics(params DkimStatus[] statuses)
    {
        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        Assert.Empty(session.Run("$input | Export-DkimReport dkim.prom", [.. statuses]).Errors);
        return File.ReadAllText(sandbox.In("dkim.prom"));
    }

    private static async Task<(int Code, string Said)> CheckAsync(string metrics)
    {
        var start = new ProcessStartInfo(Promtool, ["check", "metrics"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(metrics);
        process.StandardInput.Close();
        var outcome = await Tool.AwaitAsync(process);
        return (outcome.ExitCode, outcome.Output + outcome.Error);
    }

    [GeneratedRegex(@"\bdkim_[a-z_]+\b", RegexOptions.None, 5000)]
    private static partial Regex MetricName();
}
