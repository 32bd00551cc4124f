using System.Collections.Concurrent;
using System.Security.Cryptography;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Dns.Zones;

/// <summary>Finds a zone's apex and servers: by resolvers first, then from the parent's servers and the zone's own.</summary>
internal sealed class ZoneDiscovery(Resolvers resolvers, UnresponsiveServers unresponsive)
{
    /// <summary>How many of the parent's servers are tried.</summary>
    private const int ParentServers = 3;

    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<ZoneServer>>>> parents = new(StringComparer.Ordinal);

    /// <summary>The apex of the zone that holds a name, or why it is unknown.</summary>
    public async Task<(string? Apex, DkimFinding? Problem)> FindApexAsync(string name, CancellationToken cancellation)
    {
        DnsServer? last = null;
        for (var at = name; at.Length > 0;)
        {
            var reply = await resolvers.AskInTurnAsync(at, DnsRecordType.Soa, cancellation).ConfigureAwait(false);
            last = reply.Question.Server;
            if (!reply.IsAnswer)
            {
                return (null, FindingTable.ZoneNotFound.With(
                    ("name", name), ("server", reply.Question.Server), ("detail", Words(reply)),
                    ("look", LookupCommands.ForZone(at, reply.Question.Server))));
            }

            if (ApexIn(reply, at) is { } apex)
            {
                return (apex, null);
            }

            // The reply for an alias doesn't show the alias's own zone.
            at = reply.RedirectionOf(at) ?? ParentOf(at);
        }

        return (null, FindingTable.ZoneNotFound.With(
            ("name", name), ("server", last), ("detail", "nor for the names above it"),
            ("look", last is null ? "" : LookupCommands.ForZone(name, last))));
    }

    /// <summary>The apex in the reply to a question for the SOA of a name, or null.</summary>
    public static string? ApexIn(DnsReply reply, string name) =>
        reply.AliasOf(name) is not null ? null
        : reply.AnswersOf(DnsRecordType.Soa).FirstOrDefault(record => record.Name == name)?.Name
            ?? (reply.Authority is { } authority && Zone.Contains(authority.Name, name) && authority.Name.Length > 0
                ? authority.Name
                : null);

    /// <summary>Discovers a zone's servers and TTLs.</summary>
    public async Task<Zone> DiscoverAsync(string apex, CancellationToken cancellation)
    {
        var asked = resolvers.AskInTurnAsync(apex, DnsRecordType.Ns, cancellation);
        var parent = await AskParentAsync(apex, cancellation).ConfigureAwait(false);
        var own = await asked.ConfigureAwait(false);
        var named = Union(NamesIn(own, apex), NamesIn(parent, apex));
        if (named.Count == 0)
        {
            return new Zone(apex)
            {
                Problem = FindingTable.ZoneServersUnknown.With(
                    ("zone", apex), ("server", own.Question.Server), ("detail", Words(own)),
                    ("look", LookupCommands.ForServers(apex, own.Question.Server))),
            };
        }

        var glue = (parent?.Additionals ?? []).Concat(own.Additionals).ToArray();
        var servers = await ServersAsync(apex, named, glue, cancellation).ConfigureAwait(false);
        var themselves = await AskOneAsync(servers, apex, DnsRecordType.Ns, signatures: false, cancellation).ConfigureAwait(false);
        var more = NamesIn(themselves, apex).Except(named).ToArray();
        if (more.Length > 0)
        {
            servers = [.. servers, .. await ServersAsync(apex, more, glue, cancellation).ConfigureAwait(false)];
        }

        return await DescribeAsync(apex, servers, [own, parent, themselves], cancellation).ConfigureAwait(false);
    }

    /// <summary>A name without its first label; empty if it has only one.</summary>
    public static string ParentOf(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? "" : name[(dot + 1)..];
    }

    /// <summary>A random label that no name has.</summary>
    public static string RandomLabel() => "x" + RandomNumberGenerator.GetHexString(20, lowercase: true);

    private async Task<Zone> DescribeAsync(
        string apex, IReadOnlyList<(ZoneServer Server, DnsResource? Soa)> servers, DnsReply?[] replies, CancellationToken cancellation)
    {
        var proof =
            await AskOneAsync(servers, $"{RandomLabel()}.{apex}", DnsRecordType.Txt, signatures: true, cancellation).ConfigureAwait(false);
        var starts = servers.Select(server => server.Soa).OfType<DnsResource>().ToArray();
        var names = replies.Select(reply => NamesIn(reply, apex)).ToArray();
        return new Zone(apex)
        {
            Servers =
            [
                .. servers.OrderBy(server => server.Server.Name, StringComparer.Ordinal).Select(server => server.Server with
                {
                    InZone = names[0].Contains(server.Server.Name) || names[2].Contains(server.Server.Name),
                    InParent = names[1].Contains(server.Server.Name),
                }),
            ],
            NegativeTtl = starts.Select(start => start.NegativeTtl).DefaultIfEmpty().Max(),
            NsecTtl = proof?.Authorities.Where(record => record.Type is DnsRecordType.Nsec or DnsRecordType.Nsec3).Max(
                record => (int?)record.Ttl),
            NsTtl = replies.SelectMany(reply => ServersIn(reply, apex)).Select(record => record.Ttl).DefaultIfEmpty().Max(),
            Primary = starts.FirstOrDefault()?.Target ?? "",
        };
    }

    private async Task<(ZoneServer Server, DnsResource? Soa)[]> ServersAsync(
        string apex, IReadOnlyList<string> names, DnsResource[] glue, CancellationToken cancellation) =>
        await Task.WhenAll(names.Select(async name =>
        {
            var server = new ZoneServer(name, await resolvers.AddressesAsync(name, glue, cancellation).ConfigureAwait(false));
            var reply = await unresponsive.AskAsync(server, apex, DnsRecordType.Soa, cancellation).ConfigureAwait(false);
            var start = reply is { IsAuthoritative: true }
                ? reply.AnswersOf(DnsRecordType.Soa).FirstOrDefault(record => record.Name == apex)
                : null;
            return (server with { Serial = start?.Serial }, start);
        })).ConfigureAwait(false);

    private async Task<DnsReply?> AskOneAsync(
        IEnumerable<(ZoneServer Server, DnsResource? Soa)> servers, string name, DnsRecordType type, bool signatures,
        CancellationToken cancellation)
    {
        foreach (var (server, _) in servers.Where(server => server.Soa is not null))
        {
            if (await unresponsive
                .AskAsync(server, name, type, signatures, tcp: false, cancellation).ConfigureAwait(false) is { IsAnswer: true } reply)
            {
                return reply;
            }
        }

        return null;
    }

    /// <summary>The reply of a server of the parent zone; null if there is none.</summary>
    private async Task<DnsReply?> AskParentAsync(string apex, CancellationToken cancellation)
    {
        var parent = ParentOf(apex);
        if (parent.Length == 0)
        {
            return null;
        }

        // Shared by all child zones, so that a server that doesn't answer isn't queried for each of them.
        var found = parents.GetOrAdd(
            parent, name => new Lazy<Task<IReadOnlyList<ZoneServer>>>(() => ServersOfParentAsync(name, cancellation)));
        foreach (var server in await found.Value.ConfigureAwait(false))
        {
            var reply = await unresponsive.AskAsync(server, apex, DnsRecordType.Ns, cancellation).ConfigureAwait(false);
            if (reply is { IsAnswer: true } && NamesIn(reply, apex).Count > 0)
            {
                return reply;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<ZoneServer>> ServersOfParentAsync(string name, CancellationToken cancellation)
    {
        var (apex, _) = await FindApexAsync(name, cancellation).ConfigureAwait(false);
        if (apex is null)
        {
            return [];
        }

        var reply = await resolvers.AskInTurnAsync(apex, DnsRecordType.Ns, cancellation).ConfigureAwait(false);
        return await Task.WhenAll(NamesIn(reply, apex).Take(ParentServers).Select(async server =>
            new ZoneServer(
                server,
                await resolvers.AddressesAsync(server, reply.Additionals, cancellation).ConfigureAwait(false)))).ConfigureAwait(false);
    }

    /// <summary>The NS records of a zone in an answer, or in a referral to it.</summary>
    private static IEnumerable<DnsResource> ServersIn(DnsReply? reply, string apex) => reply is null
        ? []
        : reply.Answers.Concat(reply.Authorities)
        .Where(record => record.Type == DnsRecordType.Ns && record.Name == apex);

    private static IReadOnlyList<string> NamesIn(DnsReply? reply, string apex) =>
        [.. ServersIn(reply, apex).Select(record => record.Target).Distinct()];

    private static IReadOnlyList<string> Union(IEnumerable<string> one, IEnumerable<string> other) => [.. one.Union(other)];

    private static string Words(DnsReply reply) => reply.Detail.Length > 0 ? reply.Detail : "no such records";
}
