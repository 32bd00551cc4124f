using OpteriusDkim.Names;
using OpteriusDkim.Publishing;

namespace OpteriusDkim.Rotation;

/// <summary>What is known of the outside in one run: the store and the tables, and what was looked at so far.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Stored">The keys of the store.</param>
/// <param name="Signing">What the tables say.</param>
internal sealed record RotationFacts(DomainName Domain, IReadOnlyList<RotationKey> Stored, SigningFacts Signing)
{
    /// <summary>The last observation of each selector's record in this run.</summary>
    public IReadOnlyDictionary<string, RecordObservation> Observations { get; init; } = new Dictionary<string, RecordObservation>();

    /// <summary>What the running signers did in this run; null where they weren't asked.</summary>
    public SignerProof? Proof { get; init; }

    /// <summary>Steps that were tried in this run and are not tried again in it.</summary>
    public IReadOnlyList<RotationIntent> Tried { get; init; } = [];

    /// <summary>Selectors of which the publisher said that a person has to act.</summary>
    public IReadOnlyList<string> ByHand { get; init; } = [];

    /// <summary>What the steps of this run had to tell.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    public bool Has(RotationKey key) => Stored.Any(stored => stored.Selector == key.Selector && stored.PublicKey == key.PublicKey);

    public bool HasTried(RotationStep step, string selector) => Tried.Contains(new RotationIntent(step, selector));

    public RotationFacts WithFindings(IEnumerable<DkimFinding> findings) => this with { Findings = [.. Findings, .. findings] };

    public RotationFacts Try(RotationStep step, string selector) => this with { Tried = [.. Tried, new RotationIntent(step, selector)] };

    public RecordObservation? ObservationOf(RotationKey key) => Observations.GetValueOrDefault(key.Selector);

    public RotationFacts Observed(string selector, RecordObservation observation) =>
        this with { Observations = new Dictionary<string, RecordObservation>(Observations) { [selector] = observation } };

    /// <summary>What the publisher said about a selector's record.</summary>
    public RotationFacts Answered(string selector, PublishResult result) => WithFindings(result.Findings) with
    {
        ByHand = result.Outcome == PublishOutcome.WaitsForPerson ? [.. ByHand, selector] : ByHand,
    };

    /// <summary>Without a selector's observation, so that its record is observed again.</summary>
    public RotationFacts Forget(string selector) =>
        this with { Observations = Observations.Where(pair => pair.Key != selector).ToDictionary() };
}
