using System.Globalization;
using System.Net;

namespace OpteriusDkim;

/// <summary>Finding a zone and querying each of its servers, against BIND on loopback addresses.</summary>
public sealed class AuthoritativeLookupTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly List<IDisposable> used = [];
    private readonly CountingClient client = new();

    public AuthoritativeLookupTests() => Assert.SkipWhen(
        (NameServer.Missing ?? LoopbackAddress.Missing) is not null, NameServer.Missing ?? LoopbackAddress.Missing ?? "");

    public void Dispose()
    {
        used.Reverse();
        used.ForEach(item => item.Dispose());
        sandbox.Dispose();
    }

    [Fact]
    public async Task Each_server_of_the_zone_is_queried_by_name()
    {
        var (one, two) = (Address(), Address());
        Serve(one, ("z.example", Zone("z.example", "one", one, two)));
        Serve(two, ("z.example", Zone("z.example", "two", one, two)));

        var observation = await ObserveAsync("mail._domainkey.z.example", one);

        var zone = Assert.Single(observation.Zones);
        Assert.Equal(("z.example", 60, null, 300), (zone.Apex, zone.NegativeTtl, zone.NsecTtl, zone.NsTtl));
        Assert.Equal(["ns1.z.example one", "ns2.z.example two"], Rows(observation));
        Assert.Equal(60, observation.LongestNegativeTtl);
        Assert.Equal(300, observation.LongestTtl);
    }

    [Fact]
    public async Task A_server_that_is_down_has_its_row_and_one_dead_address_of_several_does_not_matter()
    {
        var (one, two, dead) = (Address(), Address(), Address());
        Serve(one, ("z.example", Zone("z.example", "one", one, two) + $"\nns1 A {dead}\nns1 AAAA 2001:db8::1\n@ NS ns3\nns3 A {dead}"));
        Serve(two, ("z.example", Zone("z.example", "two", one, two) + "\n@ NS ns3\nns3 A " + dead));

        var observation = await ObserveAsync("mail._domainkey.z.example", one);

        Assert.Equal(["ns1.z.example one", "ns2.z.example two"], Rows(observation).Take(2));
        Assert.Equal(DnsOutcome.Unreachable, observation.Answers.Single(answer => answer.ServerName == "ns3.z.example").Outcome);
    }

    [Fact]
    public async Task The_servers_that_the_parent_names_count_too()
    {
        var (parent, one, two) = (Address(), Address(), Address());
        Serve(parent, ("example", $"""
            $TTL 300
            @ SOA ns hostmaster 1 3600 600 86400 60
            @ NS ns
            ns A {parent}
            z 7200 NS ns1.z
            z 7200 NS ns2.z
            ns1.z A {one}
            ns2.z A {two}
            """));
        Serve(one, ("z.example", Zone("z.example", "one", one)));
        Serve(two, ("z.example", Zone("z.example", "two", one)));
        var resolver = Resolver(parent, one);

        var observation = await ObserveAsync("mail._domainkey.z.example", resolver);

        Assert.Equal(["ns1.z.example one", "ns2.z.example two"], Rows(observation));
        Assert.Equal([(true, true), (false, true)], observation.Zones[0].Servers.Select(server => (server.InZone, server.InParent)));
        Assert.Equal(7200, observation.Zones[0].NsTtl);
    }

    [Fact]
    public async Task The_servers_of_each_zone_of_a_chain_count()
    {
        var (one, two) = (Address(), Address());
        Serve(one, ("z.example", Zone("z.example", null, one) + "\nmail._domainkey CNAME z.keys.example."));
        Serve(two, ("keys.example", Zone("keys.example", null, two) + "\nz TXT two"));

        var observation = await ObserveAsync("mail._domainkey.z.example", one, two);

        Assert.Equal(["z.example", "keys.example"], observation.Zones.Select(zone => zone.Apex));
        Assert.Equal(["ns1.keys.example two"], Rows(observation));
        Assert.Equal(["z.keys.example"], observation.Answers[0].Chain);
    }

    [Theory]
    [InlineData("")]
    [InlineData("recursion no; minimal-responses yes;")]
    public async Task A_delegated_domainkey_zone_on_the_same_servers_is_found(string options)
    {
        var (one, two) = (Address(), Address());
        const string Below = "_domainkey.z.example";
        var delegating = Zone("z.example", null, one) + $"\nns2 A {two}\n_domainkey NS ns1\n_domainkey NS ns2";
        Serve(one, options, ("z.example", delegating), (Below, $"""
            $TTL 300
            @ SOA ns1.z.example. hostmaster.z.example. 1 3600 600 86400 900
            @ NS ns1.z.example.
            @ NS ns2.z.example.
            mail TXT one
            """));
        Serve(two, (Below, $"""
            $TTL 300
            @ SOA ns1.z.example. hostmaster.z.example. 1 3600 600 86400 900
            @ NS ns1.z.example.
            @ NS ns2.z.example.
            mail TXT two
            """));
        var directory = Directory(one);
        await directory.AtAsync("z.example", TestContext.Current.CancellationToken);

        var observation = await new AuthoritativeLookup(directory, trustPrivate: true)
            .ObserveAsync(Name("mail." + Below), TestContext.Current.CancellationToken);

        Assert.Equal([Below], observation.Zones.Select(zone => zone.Apex));
        Assert.Equal(["ns1.z.example one", "ns2.z.example two"], Rows(observation));
        Assert.Equal(300, observation.LongestNegativeTtl);
    }

    [Fact]
    public async Task A_zone_is_found_once_for_many_names_at_once()
    {
        var one = Address();
        var zone = Zone("z.example", null, one) + string.Concat(Enumerable.Range(0, 200).Select(n => $"\ns{n}._domainkey TXT v{n}"));
        Serve(one, ("z.example", zone));
        var lookup = Lookup(one);

        var observations = await Task.WhenAll(Enumerable.Range(0, 200).Select(n =>
            lookup.ObserveAsync(Name($"s{n}._domainkey.z.example"), TestContext.Current.CancellationToken)));

        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"ns1.z.example v{n}"), observations.SelectMany(Rows));
        Assert.Equal(2, client.Count(DnsRecordType.Ns));
        Assert.InRange(client.Count(DnsRecordType.Soa), 1, 6);
        Assert.Equal(201, client.Count(DnsRecordType.Txt));
    }

    [Fact]
    public async Task Servers_on_private_addresses_prove_nothing_unless_the_resolver_was_named()
    {
        var one = Address();
        Serve(one, ("z.example", Zone("z.example", "one", one)));

        Assert.False((await ObserveAsync("mail._domainkey.z.example", one)).Answers[0].ProvesNothing);
        var untrusted = new AuthoritativeLookup(Directory(one), trustPrivate: false);
        var observation = await untrusted.ObserveAsync(Name("mail._domainkey.z.example"), TestContext.Current.CancellationToken);
        Assert.True(observation.Answers[0].ProvesNothing);
    }

    [Fact]
    public async Task A_lame_server_gives_no_verdict()
    {
        var (one, two) = (Address(), Address());
        Serve(one, ("z.example", Zone("z.example", "one", one, two)));
        Serve(two, ("other.example", Zone("other.example", "two", two)));

        var observation = await ObserveAsync("mail._domainkey.z.example", one);

        Assert.Equal([DnsOutcome.Found, DnsOutcome.Refused], observation.Answers.Select(answer => answer.Outcome));
    }

    [Fact]
    public async Task A_zone_that_cannot_be_found_is_a_problem_and_not_an_exception()
    {
        var one = Address();
        Serve(one, ("z.example", Zone("z.example", "one", one)));

        var observation = await ObserveAsync("mail._domainkey.nowhere.test", one);

        Assert.Empty(observation.Answers);
        Assert.Equal("ZoneNotFound", Assert.Single(observation.Problems).Code);
    }

    private static string Zone(string apex, string? text, params LoopbackAddress[] servers) => $"""
        $TTL 300
        $ORIGIN {apex}.
        @ SOA ns1 hostmaster 1 3600 600 86400 60
        {string.Join('\n', servers.Select((address, index) => $"@ NS ns{index + 1}\nns{index + 1} A {address}"))}
        {(text is null ? "" : "mail._domainkey TXT " + text)}
        """;

    private static RecordName Name(string name) => name.Split("._domainkey.") is [var selector, var domain]
        ? new RecordName(DomainName.Parse(domain), Selector.Parse(selector))
        : throw new ArgumentException("It is no record's name.", nameof(name));

    private static IEnumerable<string> Rows(ZoneObservation observation) =>
        observation.Answers.Select(answer => $"{answer.ServerName} {string.Concat(answer.Strings)}")
            .Order(StringComparer.Ordinal).Select(row => row.TrimEnd());

    private LoopbackAddress Address()
    {
        var address = new LoopbackAddress();
        used.Add(address);
        return address;
    }

    private void Serve(LoopbackAddress address, params (string Zone, string File)[] zones) => Serve(address, "", zones);

    private void Serve(LoopbackAddress address, string options, params (string Zone, string File)[] zones) =>
        used.Add(NameServer.StartAt(sandbox.In("bind" + used.Count.ToString(CultureInfo.InvariantCulture)), address, options, "", zones));

    /// <summary>A recursive BIND with a stub zone example in place of the root.</summary>
    private LoopbackAddress Resolver(LoopbackAddress parent, LoopbackAddress child)
    {
        var address = Address();
        used.Add(NameServer.StartAt(
            sandbox.In("resolver"),
            address,
            "recursion yes; allow-recursion { any; }; allow-query-cache { any; };",
            $$"""zone "example" { type static-stub; server-addresses { {{parent}}; }; }; """
            + $$"""zone "z.example" { type static-stub; server-addresses { {{child}}; }; };"""));
        return address;
    }

    private ZoneDirectory Directory(params LoopbackAddress[] resolvers) => new(
        client,
        [.. resolvers.Select(address => new DnsServer(address.Address, 53))],
        TimeSpan.FromSeconds(2),
        TimeProvider.System,
        TestContext.Current.CancellationToken);

    private AuthoritativeLookup Lookup(params LoopbackAddress[] resolvers) => new(Directory(resolvers), trustPrivate: true);

    private Task<ZoneObservation> ObserveAsync(string name, params LoopbackAddress[] resolvers) =>
        Lookup(resolvers).ObserveAsync(Name(name), TestContext.Current.CancellationToken);

    /// <summary>The real client, counting queries.</summary>
    private sealed class CountingClient : IDnsClient
    {
        private readonly DnsClientLookup client = new();
        private readonly System.Collections.Concurrent.ConcurrentBag<DnsQuestion> asked = [];

        public int Count(DnsRecordType type) => asked.Count(question => question.Type == type);

        public Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation)
        {
            asked.Add(question);
            return client.AskAsync(question, timeout, cancellation);
        }
    }
}
