using OpteriusDkim.Names;
using OpteriusDkim.Publishing;

namespace OpteriusDkim.Rotation;

/// <summary>What one run knows: the keys in the store, what the signer's tables say, and what was observed so far.</summary>
internal sealed record RotationFacts(DomainName Domain, IReadOnlyList<RotationKey> Stored, SigningFacts Signing)
{
    /// <summary>The last observation of each selector's record in this run.</summary>
    public IReadOnlyDictionary<string, RecordObservation> Observations { get; init; } = new Dictionary<string, RecordObservation>();

    /// <summary>Delegated selectors whose records earlier rotations removed.</summary>
    public IReadOnlyList<RetiredSelector> Retired { get; init; } = [];

    /// <summary>The last proof by the running signers; null where there is none in this run.</summary>
    public SignerProof? Proof { get; init; }

    /// <summary>Steps that this run has tried and doesn't try again.</summary>
    public IReadOnlyList<RotationIntent> Tried { get; init; } = [];

    /// <summary>Selectors whose record a person has to publish or remove, according to the publisher.</summary>
    public IReadOnlyList<string> ByHand { get; init; } = [];

    /// <summary>Findings of the steps of this run.</summary>
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
