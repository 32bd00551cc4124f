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

    public static void Run()
    {
        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        var store = new BulkStore(sandbox, session, Many);
        using var server = NameServer.Start(sandbox.In("bind"), ("bulk.example", store.Records(0)));
        var names = store.WriteQueries(withType: false);
        var perf = Measure.Shell($"dnsperf -s 127.0.0.1 -p {server.Port} -d {store.WriteQueries(withType: true)}");
        var perfRate = double.Parse(QueriesPerSecond().Match(perf).Groups[1].Value, CultureInfo.InvariantCulture);
        var dig = Measure.Time(() => Measure.Shell($"dig @127.0.0.1 -p {server.Port} -f {names} +short > /dev/null"));
        var fewPeak = Measure.PeakOf(() => BulkRun.Verify(session, server.Address, "d00*", Few));
        var manyPeak = 0L;
        var first = Measure.Time(() => manyPeak = Measure.PeakOf(() => BulkRun.Verify(session, server.Address, "*", Many)));
        for (var round = 0; round < WarmUp; round++)
        {
            BulkRun.ListUnverified(session, server.Address);
        }

        var before = Environment.CpuUsage.TotalTime;
        var ours = Measure.Time(() => BulkRun.ListUnverified(session, server.Address));
        var cpu = Environment.CpuUsage.TotalTime - before;
        Measure.Say($"dns: {Many} names: Test-DkimDns {Many / ours.TotalSeconds:0}/s once compiled ({Many / first.TotalSeconds:0}/s the first time), dig -f {Many / dig.TotalSeconds:0}/s, dnsperf {perfRate:0}/s");
        Measure.Say($"  processor time of ours, once compiled: {cpu.TotalMicroseconds / Many:0} us a name");
        Measure.Ratio("rate against dig -f", dig / ours, 2, atLeast: true);
        Measure.Ratio("rate against dnsperf", Many / ours.TotalSeconds / perfRate, 0.15, atLeast: true);
        Measure.Say($"  peak working set: {fewPeak / 1048576.0:0} MB over {Few}, {manyPeak / 1048576.0:0} MB over {Many}");
        Measure.Ratio("peak memory against that over 1,000", (double)manyPeak / fewPeak, 1.3, atLeast: false);
    }

    [GeneratedRegex(@"Queries per second:\s+([\d.]+)")]
    private static partial Regex QueriesPerSecond();
}
