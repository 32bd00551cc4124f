using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing.Services;

/// <summary>Publishes with the API of a DNS service: reads the name, changes only what is ours, and reads it again.</summary>
/// <param name="dns">Reads aliases in zones that the service doesn't have.</param>
internal sealed class ServicePublisher(IDnsService service, PublishedTxtQuery dns) : RecordPublisher
{
    private readonly ServiceNames names = new(service);

    public override string Description => $"with the API of {service.Name}";

    private protected override async Task<NameContent> ObserveAsync(RecordToPublish record, CancellationToken cancellation)
    {
        var content = await names.ObserveAsync(record.Name, record.Name.Value, cancellation).ConfigureAwait(false);
        if (content is not null)
        {
            return content;
        }

        // Our zone may have the target of an alias in a zone of somebody else.
        var elsewhere = await dns.AtAsync(record.Name, cancellation).ConfigureAwait(false);
        if (elsewhere.Target is not { } target)
        {
            return NameContent.NotKnown(FindingTable.ServiceZoneUnknown.With(("service", service.Name), ("name", record.Name)));
        }

        return await names.ObserveAsync(record.Name, target, cancellation).ConfigureAwait(false)
            ?? ServiceNames.Outside(record.Name, target);
    }

    private protected override async Task<PublishResult> ActAsync(
        RecordToPublish record, bool removing, NameContent content, PublicationChange change, IProgressLog log,
        CancellationToken cancellation)
    {
        var name = content.Target ?? record.Name.Value;
        var zone = (await names.ZoneOfAsync(name, cancellation).ConfigureAwait(false))!;
        var present = await names.TxtAtAsync(zone, name, cancellation).ConfigureAwait(false);
        if (Matching(present, change) is not { } remove)
        {
            return PublishResult.Of(
                PublishOutcome.Failed, FindingTable.ServiceRecordChanged.With(("service", service.Name), ("name", name)));
        }

        var ttl = Math.Clamp(record.Ttl, zone.LeastTtl ?? service.Ttls.Least, service.Ttls.Most);
        log.Report($"Changing {name} in the zone {zone.Name} of {service.Name}.");
        await service.ChangeAsync(zone, name, new ServiceChange(present, remove, change.Add, ttl), cancellation).ConfigureAwait(false);
        log.Report($"{service.Name} changed {name}.");
        var result = await ConfirmAsync(record, removing, zone, name, cancellation).ConfigureAwait(false);
        return result.Outcome == PublishOutcome.Done && change.Add is not null && ttl != record.Ttl
            ? PublishResult.Of(
                PublishOutcome.Done,
                FindingTable.ServiceTtl.With(("service", service.Name), ("name", name), ("ttl", record.Ttl), ("used", ttl)))
            : result;
    }

    /// <summary>The records to remove among those that are there now; null if the name has changed since the decision.</summary>
    private static List<ServiceRecord>? Matching(IReadOnlyList<ServiceRecord> present, PublicationChange change)
    {
        var others = present.ToList();
        var found = new List<ServiceRecord>();
        foreach (var strings in change.Remove)
        {
            var at = others.FindIndex(txt => txt.Strings.SequenceEqual(strings));
            if (at < 0)
            {
                return null;
            }

            found.Add(others[at]);
            others.RemoveAt(at);
        }

        return change.Before is { } before && !IsSame(before, present) ? null : found;
    }

    private static bool IsSame(IReadOnlyList<IReadOnlyList<string>> before, IReadOnlyList<ServiceRecord> present) =>
        before.Count == present.Count && before.All(strings => present.Any(txt => txt.Strings.SequenceEqual(strings)));

    /// <summary>Reads the name again, because a service may store a value in another form.</summary>
    private async Task<PublishResult> ConfirmAsync(
        RecordToPublish record, bool removing, ServiceZone zone, string name, CancellationToken cancellation)
    {
        var present = await names.TxtAtAsync(zone, name, cancellation).ConfigureAwait(false);
        var (change, result) = Publication.Decide(record, removing, new NameContent([.. present.Select(txt => txt.Strings)]));
        return change is null && (removing || result!.Outcome == PublishOutcome.AlreadyThere)
            ? PublishResult.Of(PublishOutcome.Done)
            : PublishResult.Of(
                PublishOutcome.Failed, FindingTable.ServiceWithoutEffect.With(("service", service.Name), ("name", name)));
    }
}
