using System.Globalization;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>Test-DkimDns over a whole store, against dig -f and dnsperf over the same names.</summary>
internal static partial class BulkVerification
{
    private const int Many = 10_000;
    private const int Few = 1_000;

    /// <summary>Rounds until the runtime has compiled what is hot.</summary>
    private const int WarmUp = 4;

    private const int Rounds = 5;

    public static void Run()
    {
        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        var store = new BulkStore(sandbox, session, Many);
        using var server = NameServer.Start(sandbox.In("bind"), ("bulk.example", store.Records(0)));
        var names = store.WriteQueries(withType: false);
        var queries = store.WriteQueries(withType: true);
        var fewPeak = Measure.PeakOf(() => BulkRun.Verify(session, server.Address, "d00*", Few));
        var manyPeak = 0L;
        var first = Measure.Time(() => manyPeak = Measure.PeakOf(() => BulkRun.Verify(session, server.Address, "*", Many)));
        for (var round = 0; round < WarmUp; round++)
        {
            BulkRun.ListUnverified(session, server.Address);
        }

        var rounds = Enumerable.Range(0, Rounds).Select(_ => new Round(
            Rate(Measure.Time(() => Measure.Shell($"dig @127.0.0.1 -p {server.Port} -f {names} +short > /dev/null"))),
            double.Parse(
                QueriesPerSecond().Match(Measure.Shell($"dnsperf -s 127.0.0.1 -p {server.Port} -d {queries}")).Groups[1].Value,
                CultureInfo.InvariantCulture),
            Rate(Measure.Time(() => BulkRun.ListUnverified(session, server.Address))))).ToArray();
        var before = Environment.CpuUsage.TotalTime;
        BulkRun.ListUnverified(session, server.Address);
        var cpu = Environment.CpuUsage.TotalTime - before;
        var (ours, dig, dnsperf) =
            (Median(rounds, round => round.Ours), Median(rounds, round => round.Dig), Median(rounds, round => round.Dnsperf));
        Measure.Say(
            $"dns: {Many} names, the median of {Rounds} runs in turn: Test-DkimDns {ours:0}/s once compiled ",
            $"({Rate(first):0}/s the first time), dig -f {dig:0}/s, dnsperf {dnsperf:0}/s");
        Measure.Say($"  processor time of ours, once compiled: {cpu.TotalMicroseconds / Many:0} us a name");
        Measure.Ratio("rate against dig -f", Median(rounds, round => round.Ours / round.Dig), 2, atLeast: true);
        Measure.Ratio("rate against dnsperf", Median(rounds, round => round.Ours / round.Dnsperf), 0.15, atLeast: true);
        Measure.Say($"  peak working set: {fewPeak / 1048576.0:0} MB over {Few}, {manyPeak / 1048576.0:0} MB over {Many}");
        Measure.Ratio("peak memory against that over 1,000", (double)manyPeak / fewPeak, 1.3, atLeast: false);
    }

    private static double Rate(TimeSpan time) => Many / time.TotalSeconds;

    private static double Median(Round[] rounds, Func<Round, double> value) => rounds.Select(value).Order().ElementAt(Rounds / 2);

    [GeneratedRegex(@"Queries per second:\s+([\d.]+)")]
    private static partial Regex QueriesPerSecond();

    /// <summary>Names a second, each measured beside the others.</summary>
    private readonly record struct Round(double Dig, double Dnsperf, double Ours);
}
