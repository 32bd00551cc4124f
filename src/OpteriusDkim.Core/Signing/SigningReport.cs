namespace OpteriusDkim;

/// <summary>Shows what a signer will do, entry by entry, with all that can be told without asking it.</summary>
/// <param name="state">What was read.</param>
/// <param name="keys">The store.</param>
/// <param name="safety">Judges key files.</param>
public sealed class SigningReport(SigningState state, IKeyStore keys, KeySafety safety)
{
    private readonly SigningKeyCheck check = new(safety, state.Daemon);
    private readonly Dictionary<string, KeyFileVerdict> judged = new(StringComparer.Ordinal);
    private readonly string store = ResolvedPath.Of(keys.Location);

    /// <summary>The entries in the signer's order.</summary>
    /// <param name="wanted">Which domains are wanted; the domain is null for an entry that is about no single one.</param>
    public IEnumerable<DkimSigningEntry> Entries(Func<DomainName?, bool> wanted) =>
        state.Entries.Where(entry => wanted(entry.Domain)).Select(Show);

    /// <summary>
    /// The entries that decide about a domain or name it. The first says what becomes of its mail, also where nothing signs.
    /// </summary>
    /// <param name="domain">The domain.</param>
    public IReadOnlyList<DkimSigningEntry> EntriesFor(DomainName domain)
    {
        var decision = state.DecisionFor(domain);
        var deciding = decision.All.Count > 0 ? decision.All : [state.Undecided(domain, decision)];
        return
        [
            .. deciding.Concat(decision.Some).Concat(state.OwnEntries(domain)).Concat(state.EntriesOf(domain))
                .DistinctBy(entry => (entry.Source, entry.Pattern, entry.Selector, entry.KeyPath))
                .Select(Show),
        ];
    }

    private DkimSigningEntry Show(SigningEntry entry)
    {
        var shadow = Shadow(entry);
        var key = Judge(entry);
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
            Findings = [.. entry.Findings, .. shadow is null ? [] : new[] { shadow }, .. key.Findings, .. NotInStore(entry, key), .. state.Findings],
        };
    }

    /// <summary>What the tables alone decide comes before the key file, which isn't read then.</summary>
    private static DkimSigningOutcome OutcomeOf(SigningEntry entry, DkimFinding? shadow, KeyFileVerdict key) =>
        shadow is not null ? DkimSigningOutcome.Unsigned
        : entry.Outcome == DkimSigningOutcome.Signed ? key.Outcome
        : entry.Outcome;

    private bool IsInStore(SigningEntry entry) =>
        DomainName.TryParse(entry.SigningDomain, out var domain)
        && Selector.TryParse(entry.Selector, out var selector)
        && Path.Combine(store, domain.Value, Path.GetFileName(keys.PathOf(new RecordName(domain, selector)))) is var path
        && ResolvedPath.Of(entry.KeyPath!) is var named && (named == path || named == SeedFile.Beside(path));

    private DkimFinding? Shadow(SigningEntry entry) =>
        entry.Domain is { } domain && !entry.IsForSubdomains && state.DecisionFor(domain) is { All: [var first, ..] } decision
            && !decision.All.Any(other => other.Source == entry.Source)
            ? FindingTable.EntryShadowed.With(
                ("source", entry.Source), ("pattern", PrintableText.Clean(entry.Pattern)), ("earlier", first.Source), ("other", PrintableText.Clean(first.Pattern)))
            : null;

    private IEnumerable<DkimFinding> NotInStore(SigningEntry entry, KeyFileVerdict key) =>
        entry.KeyPath is not { } path || path.Contains('%', StringComparison.Ordinal) || IsInStore(entry)
            || key.Findings.Any(finding => finding.Severity == FindingSeverity.Error)
            ? []
            : [FindingTable.KeyNotInStore.With(("source", entry.Source), ("path", path), ("directory", keys.Location))];

    private KeyFileVerdict Judge(SigningEntry entry)
    {
        if (entry.KeyPath is not { } path || path.Contains('%', StringComparison.Ordinal))
        {
            return KeyFileVerdict.Sound;
        }

        if (!judged.TryGetValue(path, out var verdict))
        {
            judged[path] = verdict = KeyFileVerdict.Of(state.Signer, LookAt(path));
        }

        return verdict;
    }

    /// <summary>What is no key at all is no reason for OpenDKIM to hold mail back: it goes out unsigned.</summary>
    private IEnumerable<DkimFinding> ContentProblems(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            yield return FindingTable.KeyFileEmpty.With(("path", path));
        }
        else if (state.Signer == SignerType.OpenDkim && !PrivateKeyFile.IsPemOrDer(path))
        {
            yield return FindingTable.KeyBroken.With(("path", path), ("problem", "it is neither PEM nor DER, and OpenDKIM sends the mail unsigned"));
        }
    }

    private IReadOnlyList<DkimFinding> LookAt(string path)
    {
        try
        {
            return [.. check.ProblemsOf(path), .. ContentProblems(path)];
        }
        catch (DkimException exception)
        {
            return [exception.Finding];
        }
    }
}
