using OpteriusDkim.Findings;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records;

namespace OpteriusDkim;

/// <summary>What a publisher did about a record, or what a person has to do.</summary>
public sealed class DkimPublication
{
    private DkimPublication(RecordToPublish record, bool removing, string publisher, PublishResult result, DkimDnsRecord shown)
    {
        Domain = record.Name.Domain.Value;
        Selector = record.Name.Selector.Value;
        Name = record.Name.Value;
        Action = removing ? "Unpublish" : "Publish";
        Publisher = publisher;
        Outcome = result.Outcome;
        Record = result.Target is { } target ? shown.At(target) : shown;
        Findings = result.Findings.ToDkimList();
    }

    /// <summary>The signing domain in A-labels.</summary>
    public string Domain { get; }

    /// <summary>The selector.</summary>
    public string Selector { get; }

    /// <summary>The record's name.</summary>
    public string Name { get; }

    /// <summary>What was asked for: <c>Publish</c> or <c>Unpublish</c>.</summary>
    public string Action { get; }

    /// <summary>For people: how the record reaches DNS.</summary>
    public string Publisher { get; }

    /// <summary>Done, AlreadyThere, or WaitsForPerson.</summary>
    public PublishOutcome Outcome { get; }

    /// <summary>The record, as the domain's provider wants it typed.</summary>
    public DkimDnsRecord Record { get; }

    /// <summary>What was found, and what to do.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; }

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>Tells what became of a record.</summary>
    /// <param name="removing">Whether it was to be removed.</param>
    /// <param name="publisher">For people: how it reaches DNS.</param>
    /// <param name="shown">The record, as the domain's provider wants it typed.</param>
    internal static DkimPublication Of(
        RecordToPublish record, bool removing, string publisher, PublishResult result, DkimDnsRecord shown) =>
        new(record, removing, publisher, result, shown);

    /// <summary>Name and outcome on one line.</summary>
    public override string ToString() => $"{Action} {Name}: {Outcome}";
}
