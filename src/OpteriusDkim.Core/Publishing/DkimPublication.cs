using OpteriusDkim.Findings;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records;

namespace OpteriusDkim;

/// <summary>The result of publishing or removing a record, or what the user has to do.</summary>
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

    /// <summary>The requested action: <c>Publish</c> or <c>Unpublish</c>.</summary>
    public string Action { get; }

    /// <summary>How the record is published, as a phrase.</summary>
    public string Publisher { get; }

    /// <summary>Done, AlreadyThere, or WaitsForPerson.</summary>
    public PublishOutcome Outcome { get; }

    /// <summary>The record in the form that the domain's provider requires.</summary>
    public DkimDnsRecord Record { get; }

    /// <summary>The problems found, with advice.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; }

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    internal static DkimPublication Of(
        RecordToPublish record, bool removing, string publisher, PublishResult result, DkimDnsRecord shown) =>
        new(record, removing, publisher, result, shown);

    /// <summary>Name and outcome on one line.</summary>
    public override string ToString() => $"{Action} {Name}: {Outcome}";
}
