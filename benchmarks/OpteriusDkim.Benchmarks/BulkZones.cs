namespace OpteriusDkim;

/// <summary>Test-DkimDns -Authoritative over a store in many zones, against the plain check of the same names.</summary>
internal static class BulkZones
{
    private const int Many = 10_000;
    private const int Few = 1_000;
    private const int Zones = 100;
    private const int WarmUp = 3;
    private const int Rounds = 5;

    public static void Run()
    {
        if (LoopbackAddress.Missing is { } missing)
        {
            Measure.Say($"zones: not measured, {missing}");
            return;
        }

        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        using var address = new LoopbackAddress();
        var store = new BulkStore(sandbox, session, Many, Zones);
        using var server = NameServer.StartAt(
            sandbox.In("bind"), address, "", "",
            [.. Enumerable.Range(0, Zones).Select(zone => (store.ZoneName(zone), File(store, zone, address)))]);
        var everyServer = $"{address} -Authoritative";
        var fewPeak = Measure.PeakOf(() => BulkRun.Verify(session, everyServer, "d00*", Few));
        var manyPeak = Measure.PeakOf(() => BulkRun.Verify(session, everyServer, "*", Many));
        for (var round = 0; round < WarmUp; round++)
        {
            BulkRun.ListUnverified(session, $"{address}");
            BulkRun.ListUnverified(session, everyServer);
        }

        var pairs = Enumerable.Range(0, Rounds).Select(_ => (
            Plain: Measure.Time(() => BulkRun.ListUnverified(session, $"{address}")),
            Every: Measure.Time(() => BulkRun.ListUnverified(session, everyServer)))).ToArray();
        var plain = Median(pairs.Select(pair => pair.Plain.TotalSeconds));
        var every = Median(pairs.Select(pair => pair.Every.TotalSeconds));
        Measure.Say(
            $"zones: {Many} names in {Zones} zones, the median of {Rounds} runs in turn: plain {Many / plain:0}/s, ",
            $"-Authoritative {Many / every:0}/s, the finding of the zones included");
        Measure.Ratio("rate against the plain check", Median(pairs.Select(pair => pair.Plain / pair.Every)), 0.8, atLeast: true);
        Measure.Say($"  peak working set: {fewPeak / 1048576.0:0} MB over {Few}, {manyPeak / 1048576.0:0} MB over {Many}");
        Measure.Ratio("peak memory against that over 1,000", (double)manyPeak / fewPeak, 1.3, atLeast: false);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static string File(BulkStore store, int zone, LoopbackAddress address) => $"""
        $TTL 300
        @ SOA ns1 hostmaster 1 3600 600 86400 60
        @ NS ns1
        ns1 A {address}
        {store.Records(zone)}
        """;
}
