using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Permissions;

namespace OpteriusDkim.Signing;

/// <summary>Predicts for each entry what a signer does, without running it.</summary>
internal sealed class SigningReport(SigningState state, IKeyStore keys, KeySafety safety, IEd25519 ed25519)
{
    private readonly SigningKeyCheck check = new(safety, state.Daemon);
    private readonly Dictionary<(string Path, string? Algorithm), KeyFileVerdict> verdicts = [];
    private readonly string store = ResolvedPath.Of(keys.Location);

    /// <summary>The entries in the signer's order.</summary>
    /// <param name="wanted">Selects domains; null is an entry that isn't for a single domain.</param>
    public IEnumerable<DkimSigningEntry> Entries(Func<DomainName?, bool> wanted) =>
        state.Entries.Where(entry => wanted(entry.Domain)).Select(Show);

    /// <summary>
    /// The entries that apply to a domain or name it. The first has the outcome for its mail, even if nothing signs.
    /// </summary>
    public IReadOnlyList<DkimSigningEntry> EntriesFor(DomainName domain)
    {
        var decision = state.DecisionFor(domain);
        var deciding = decision.All.Count > 0 ? decision.All : [state.Undecided(domain, decision)];
        if (state.OneFailureHoldsAll && deciding.Count > 1)
        {
            // The keys of all entries are opened before anything else is looked at.
            var failed = deciding.FirstOrDefault(HasNoKey)
                ?? deciding.FirstOrDefault(entry => PredictedFor(entry) != DkimSigningOutcome.Signed);
            var first = failed is null ? DkimSigningOutcome.Signed : PredictedFor(failed);
            deciding = first == DkimSigningOutcome.Signed ? deciding : [.. deciding.Select(entry => BlockedByOther(entry, failed!))];
        }

        return
        [
            .. deciding.Concat(decision.Some).Concat(state.OwnEntries(domain)).Concat(state.EntriesOf(domain))
                .DistinctBy(entry => (entry.Source, entry.Pattern, entry.Selector, entry.KeyPath))
                .Select(Show)
                .Select(entry => entry with { Domain = entry.Domain ?? domain.Value }),
        ];
    }

    /// <summary>An entry whose mail isn't signed because another entry fails.</summary>
    private SigningEntry BlockedByOther(SigningEntry entry, SigningEntry failed) =>
        ReferenceEquals(entry, failed) || (PredictedFor(entry) != DkimSigningOutcome.Signed && !HasNoKey(failed))
        ? entry
        : entry with
    {
        Outcome = PredictedFor(failed),
        Precedence = KeyPrecedence.None,
        Findings = [.. entry.Findings, FindingTable.OtherSignatureFails.With(("source", entry.Source))],
    };

    /// <summary>Whether the signer looks for its key before anything else, and has none that it can open.</summary>
    private bool HasNoKey(SigningEntry entry) =>
        entry is { Outcome: DkimSigningOutcome.TemporaryFailure, Precedence: KeyPrecedence.None, SigningDomain: null }
            || ((entry.Outcome == DkimSigningOutcome.Signed || entry.Precedence != KeyPrecedence.None) && Assess(entry).IsClosed);

    private DkimSigningOutcome PredictedFor(SigningEntry entry) => OutcomeOf(entry, null, Assess(entry));

    private DkimSigningEntry Show(SigningEntry entry)
    {
        var shadow = Shadow(entry);
        var key = Assess(entry);
        return new DkimSigningEntry
        {
            Domain = entry.Domain?.Value ?? (DomainName.TryParse(entry.SigningDomain, out var signing) ? signing.Value : null),
            Pattern = entry.Pattern.Length == 0 ? null : PrintableText.Clean(entry.Pattern),
            Selector = entry.Selector is null ? null : PrintableText.Clean(entry.Selector),
            Signer = state.Signer,
            Outcome = OutcomeOf(entry, shadow, key),
            PrivateKeyPath = entry.KeyPath,
            InStore = entry.KeyPath is not null && IsInStore(entry),
            Source = entry.Source,
            Findings =
            [
                .. state.Stopped is { } stopped ? [stopped] : Array.Empty<DkimFinding>(),
                .. entry.Findings,
                .. shadow is null ? [] : new[] { shadow },
                .. key.Findings,
                .. NotInStore(entry, key),
                .. state.Findings,
            ],
        };
    }

    /// <summary>The tables' outcome takes precedence, except for what the daemon checks first about the key file.</summary>
    private DkimSigningOutcome OutcomeOf(SigningEntry entry, DkimFinding? shadow, KeyFileVerdict key) => state.Stopped switch
    {
        not null => DkimSigningOutcome.Unreachable,
        _ when shadow is not null => DkimSigningOutcome.Unsigned,
        _ when entry.Outcome == DkimSigningOutcome.Signed => key.Outcome,
        _ when entry.Precedence == KeyPrecedence.Content || (entry.Precedence == KeyPrecedence.Access && key.IsClosed) =>
            key.Outcome == DkimSigningOutcome.Signed ? entry.Outcome : key.Outcome,
        _ => entry.Outcome,
    };

    private bool IsInStore(SigningEntry entry) =>
        DomainName.TryParse(entry.SigningDomain, out var domain)
        && Selector.TryParse(entry.Selector, out var selector)
        && Path.Combine(store, domain.Value, Path.GetFileName(keys.PathOf(new RecordName(domain, selector)))) is var path
        && ResolvedPath.Of(entry.KeyPath!) is var named && (named == path || named == SeedFile.Beside(path));

    private DkimFinding? Shadow(SigningEntry entry) =>
        entry.Domain is { } domain && !entry.IsForSubdomains && state.DecisionFor(domain) is { All: [var first, ..] } decision
            && !decision.All.Any(other => (other.Source, other.Pattern) == (entry.Source, entry.Pattern))
            ? FindingTable.EntryShadowed.With(
                ("source", entry.Source), ("pattern", PrintableText.Clean(entry.Pattern)), ("earlier", first.Source),
                ("other", PrintableText.Clean(first.Pattern)))
            : null;

    private IEnumerable<DkimFinding> NotInStore(SigningEntry entry, KeyFileVerdict key) =>
        entry.KeyPath is not { } path || entry.KeyPathIsOpen || IsInStore(entry)
            || key.Findings.Any(finding => finding.Severity == FindingSeverity.Error)
            ? []
            : [FindingTable.KeyNotInStore.With(("source", entry.Source), ("path", path), ("directory", keys.Location))];

    private KeyFileVerdict Assess(SigningEntry entry)
    {
        if (entry.KeyPath is not { } path || entry.KeyPathIsOpen)
        {
            return KeyFileVerdict.Sound;
        }

        if (!verdicts.TryGetValue((path, entry.Algorithm), out var verdict))
        {
            verdicts[(path, entry.Algorithm)] = verdict = AssessFile(path, entry.Algorithm);
        }

        // The daemon reads it as root. The check of its start covers other problems.
        return entry.KeyIsReadAtStart && verdict.Outcome != DkimSigningOutcome.Signed
            ? verdict with { Outcome = ContentOutcome(path) }
            : verdict;
    }

    private DkimSigningOutcome ContentOutcome(string path)
    {
        try
        {
            return state.AssessKeyFile(path).Outcome;
        }
        catch (DkimException)
        {
            return DkimSigningOutcome.TemporaryFailure;
        }
    }

    /// <summary>Access problems take precedence over those of the content.</summary>
    private KeyFileVerdict AssessFile(string path, string? algorithm)
    {
        try
        {
            var access = KeyFileVerdict.Of(state.Signer, check.ProblemsOf(path));
            var isClosed = access.Outcome != DkimSigningOutcome.Signed;
            if (!File.Exists(path))
            {
                return access with { IsClosed = isClosed };
            }

            var content = state.AssessKeyFile(path, algorithm);
            return new KeyFileVerdict(
                isClosed ? access.Outcome : content.Outcome,
                [.. access.Findings, .. content.Findings, .. content.Outcome == DkimSigningOutcome.Signed ? WeaknessesOf(path) : []])
            {
                IsClosed = isClosed,
            };
        }
        catch (DkimException exception)
        {
            return KeyFileVerdict.Of(state.Signer, [exception.Finding]);
        }
    }

    /// <summary>The weaknesses of a key that the signer accepts, except its size, for which the signer has a limit.</summary>
    private IEnumerable<DkimFinding> WeaknessesOf(string path)
    {
        try
        {
            return PrivateKeyFile.ReadPublicHalf(path, ed25519) is { } key
                ? key.Weaknesses().Where(weakness => weakness.Code != key.Weakness()?.Code)
                : [];
        }
        catch (BrokenDataException)
        {
            // Signers accept key formats that the module doesn't support; the verdict covers them.
            return [];
        }
    }
}
