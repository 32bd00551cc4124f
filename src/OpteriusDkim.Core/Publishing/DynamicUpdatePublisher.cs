using OpteriusDkim.Dns;
using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>Publishes by dynamic update (RFC 2136) with a TSIG key (RFC 8945), and verifies the effect.</summary>
/// <param name="elsewhere">Reads the target of an alias outside the server's zones.</param>
internal sealed class DynamicUpdatePublisher(IDynamicUpdate update, IDnsClient client, PublishedTxtQuery elsewhere, TimeSpan timeout)
    : RecordPublisher
{
    public override string Description => $"with a dynamic update at {update.Server}";

    private protected override async Task<NameContent> ObserveAsync(RecordToPublish record, CancellationToken cancellation)
    {
        var name = record.Name.Value;
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        var reply = await AskAsync(name, DnsRecordType.Txt, cancellation).ConfigureAwait(false);
        while (reply is { IsAnswer: true, IsAuthoritative: true } && reply.AliasOf(name) is { } target)
        {
            if (!aliases.Add(name) || aliases.Count > AliasChain.Longest)
            {
                return Hidden(record, target);
            }

            name = target;
            reply = await AskAsync(name, DnsRecordType.Txt, cancellation).ConfigureAwait(false);
        }

        if (aliases.Count > 0 && !reply.IsAuthoritative)
        {
            return await ObserveElsewhereAsync(record, name, cancellation).ConfigureAwait(false);
        }

        var zone = reply.IsAnswer ? await ZoneOfAsync(name, cancellation).ConfigureAwait(false) : null;
        if (reply.Outcome == DnsOutcome.Refused || (reply.IsAnswer && (zone is null || !reply.IsAuthoritative)))
        {
            return NameContent.NotKnown(FindingTable.UpdateZoneUnknown.With(("server", update.Server), ("name", name)));
        }

        return !reply.IsAnswer
            ? NameContent.NotKnown(
                FindingTable.UpdateServerSilent.With(("server", update.Server), ("reason", PrintableText.Clean(reply.Detail))))
            : await WithoutWildcardAsync(record, new NameContent(StringsAt(name, reply))
            {
                Zone = zone,
                Target = aliases.Count > 0 ? name : null,
            }, cancellation).ConfigureAwait(false);
    }

    /// <summary>The alias leads to a zone of another server, where the content can be read but not changed.</summary>
    private async Task<NameContent> ObserveElsewhereAsync(RecordToPublish record, string target, CancellationToken cancellation)
    {
        var content = await elsewhere.AtAsync(record.Name, cancellation).ConfigureAwait(false);
        return content is { Unknown: null, Obstacle: not null } ? content : Hidden(record, target);
    }

    private static NameContent Hidden(RecordToPublish record, string target) => new([])
    {
        Obstacle = FindingTable.NameIsAlias.With(("name", record.Name), ("target", PrintableText.Clean(target))),
        IsHidden = true,
    };

    /// <summary>Removes records that come from a wildcard.</summary>
    private async Task<NameContent> WithoutWildcardAsync(RecordToPublish record, NameContent content, CancellationToken cancellation)
    {
        if (content.Records.Count == 0 || content.HasKey(record.Key))
        {
            return content;
        }

        var unusedName = content.Target is { } target ? Wildcard.SiblingName(target) : Wildcard.NameBeside(record.Name).Value;
        var reply = await AskAsync(unusedName, DnsRecordType.Txt, cancellation).ConfigureAwait(false);
        var wildcard = new Wildcard([new DkimDnsAnswer(record.Name, reply)]);
        return wildcard.Gives(content.Texts) ? content with { Records = [] } : content;
    }

    private static IReadOnlyList<string>[] StringsAt(string name, DnsReply reply) =>
        [.. reply.RecordsAt(name).Select(resource => resource.Strings)];

    private protected override async Task<PublishResult> ActAsync(
        RecordToPublish record, bool removing, NameContent content, PublicationChange change, IProgressLog log,
        CancellationToken cancellation)
    {
        var name = content.Target ?? record.Name.Value;
        var zone = content.Zone!;
        log.Report($"Sending an update of {name} in the zone {zone} to {update.Server}.");
        var reply = await update.SendAsync(zone, name, change, record.Ttl, cancellation).ConfigureAwait(false);
        if (reply == UpdateReply.Done)
        {
            log.Report($"{update.Server} updated {name}.");
            return await ConfirmAsync(record, removing, cancellation).ConfigureAwait(false);
        }

        return PublishResult.Of(PublishOutcome.Failed, RuleFor(reply).With(("server", update.Server), ("name", name), ("zone", zone)));
    }

    /// <summary>Queries the server again, because it may accept an update without effect, as BIND does at a CNAME.</summary>
    private async Task<PublishResult> ConfirmAsync(RecordToPublish record, bool removing, CancellationToken cancellation)
    {
        var content = await ObserveAsync(record, cancellation).ConfigureAwait(false);
        if ((content.Unknown ?? content.Obstacle) is { } problem)
        {
            return PublishResult.Of(PublishOutcome.Failed, problem);
        }

        // Our record is removed even if a foreign record stays.
        var (change, result) = Publication.Decide(record, removing, content);
        return change is null && (removing || result!.Outcome == PublishOutcome.AlreadyThere)
            ? PublishResult.Of(PublishOutcome.Done)
            : PublishResult.Of(
                PublishOutcome.Failed,
                FindingTable.UpdateWithoutEffect.With(("server", update.Server), ("name", content.Target ?? record.Name.Value)));
    }

    /// <summary>The zone of a name, from the SOA at the name or in a negative answer.</summary>
    private async Task<string?> ZoneOfAsync(string name, CancellationToken cancellation)
    {
        var reply = await AskAsync(name, DnsRecordType.Soa, cancellation).ConfigureAwait(false);
        return reply is { IsAnswer: true, IsAuthoritative: true } ? ZoneDiscovery.ApexIn(reply, name) : null;
    }

    private Task<DnsReply> AskAsync(string name, DnsRecordType type, CancellationToken cancellation) =>
        client.AskAsync(new DnsQuestion(name, type, update.Server) { Recursive = false }, timeout, cancellation);

    private static FindingRule RuleFor(UpdateReply reply) => reply switch
    {
        UpdateReply.Changed => FindingTable.UpdateOvertaken,
        UpdateReply.Refused => FindingTable.UpdateRefused,
        UpdateReply.NotAuthenticated => FindingTable.UpdateNotAuthenticated,
        UpdateReply.ClockDiffers => FindingTable.UpdateClockDiffers,
        UpdateReply.NoAnswer => FindingTable.UpdateUnanswered,
        UpdateReply.Unproven => FindingTable.UpdateUnproven,
        _ => FindingTable.UpdateFailed,
    };
}
