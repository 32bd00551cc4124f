using System.Globalization;

namespace OpteriusDkim;

/// <summary>
/// Test-DkimDns, the start of pwsh included, with a server 20 ms away, where waiting and not processor time decides; beside it
/// dig -f and a loop of opendkim-testkey.
/// </summary>
internal static class DistantServer
{
    private const int Many = 10_000;
    private const int Few = 500;
    private const int Rounds = 5;
    private const double LongestSeconds = 4;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);

    public static void Run()
    {
        using var sandbox = new Sandbox();
        BulkStore store;
        using (var session = new ModuleSession(sandbox))
        {
            store = new BulkStore(sandbox, session, Many);
        }

        using var server = NameServer.Start(sandbox.In("bind"), ("bulk.example", store.Records(0)));
        using var relay = new DelayingRelay(server.Port, Delay);
        var few = sandbox.In("few.txt");
        File.WriteAllLines(few, File.ReadLines(store.WriteQueries(withType: false)).Take(Few));
        File.WriteAllText(sandbox.In("unbound.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            server:
                do-not-query-localhost: no
            stub-zone:
                name: "bulk.example"
                stub-addr: 127.0.0.1@{relay.Port}

            """));
        File.WriteAllText(sandbox.In("testkey.conf"), $"ResolverConfiguration {sandbox.In("unbound.conf")}\n");
        Verify(sandbox, relay, "d0000*", 10);

        var rounds = Enumerable.Range(0, Rounds).Select(_ => (
            Many: Seconds(() => Verify(sandbox, relay, "*", Many)),
            Few: Seconds(() => Verify(sandbox, relay, "d00[0-4]*", Few)),
            Dig: Seconds(() => Measure.Shell($"dig @127.0.0.1 -p {relay.Port} -f {few} +short > /dev/null")))).ToArray();
        var testkey = Seconds(() => Measure.Shell(
            $"sed 's/^mail._domainkey.//; s/ TXT$//' {few} | while read domain; do opendkim-testkey -x {sandbox.In("testkey.conf")} "
            + "-d $domain -s mail || exit; done"));
        var many = Median(rounds.Select(round => round.Many));
        Measure.Say(
            $"delay: {Delay.TotalMilliseconds} ms, the median of {Rounds} runs in turn, the start of pwsh included: ",
            $"Test-DkimDns {many:0.0} s over {Many} names");
        Measure.Ratio("seconds", many, LongestSeconds, atLeast: false);
        Measure.Say(
            $"  {Few} names: Test-DkimDns {Median(rounds.Select(round => round.Few)):0.0} s, ",
            $"dig -f {Median(rounds.Select(round => round.Dig)):0.0} s, opendkim-testkey {testkey:0.0} s (once)");
    }

    private static void Verify(Sandbox sandbox, DelayingRelay relay, string domains, int count)
    {
        var verified = Measure.Shell(
            $"OPTERIUS_DKIM_CONFIG={sandbox.ConfigurationPath} {Repository.Root}/dkim '@(Test-DkimDns \"{domains}\" -Server "
            + $"127.0.0.1:{relay.Port} -WarningAction Ignore | Where-Object Status -eq Verified).Count'");
        if (verified.Trim() != count.ToString(CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException($"{verified.Trim()} of {count} were verified.");
        }
    }

    private static double Seconds(Action action) => Measure.Time(action).TotalSeconds;

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
