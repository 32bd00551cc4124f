namespace OpteriusDkim;

/// <summary>Shows what a signer will do, entry by entry, with all that can be told without asking it.</summary>
/// <param name="state">What was read.</param>
/// <param name="keys">The store.</param>
/// <param name="safety">Judges key files.</param>
/// <param name="wiring">What is wrong between the mail server and the signer.</param>
public sealed class SigningReport(SigningState state, IKeyStore keys, KeySafety safety, IReadOnlyList<DkimFinding> wiring)
{
    private readonly SigningKeyCheck check = new(safety, state.Daemon);
    private readonly Dictionary<string, IReadOnlyList<DkimFinding>> judged = new(StringComparer.Ordinal);
    private readonly string store = ResolvedPath.Of(keys.Location);

    /// <summary>The entries in the signer's order.</summary>
    /// <param name="wanted">Which domains are wanted; the domain is null for an entry that is about no single one.</param>
    public IEnumerable<DkimSigningEntry> Entries(Func<DomainName?, bool> wanted) =>
        state.Entries.Where(entry => wanted(entry.Domain)).Select(Show);

    /// <summary>The entries that decide about a domain or name it, those for everybody or for its users too.</summary>
    /// <param name="domain">The domain.</param>
    public IReadOnlyList<DkimSigningEntry> EntriesFor(DomainName domain)
    {
        var decision = state.DecisionFor(domain);
        return
        [
            .. decision.Some.Concat(decision.All).Concat(state.OwnEntries(domain)).Concat(state.EntriesOf(domain))
                .DistinctBy(entry => (entry.Source, entry.Pattern, entry.Selector, entry.KeyPath))
                .Select(Show),
        ];
    }

    private DkimSigningEntry Show(SigningEntry entry) => new()
    {
        Domain = entry.Domain?.Value ?? (DomainName.TryParse(entry.SigningDomain, out var signing) ? signing.Value : null),
        Pattern = PrintableText.Clean(entry.Pattern),
        Selector = entry.Selector is null ? null : PrintableText.Clean(entry.Selector),
        Signer = state.Signer,
        PrivateKeyPath = entry.KeyPath,
        InStore = entry.KeyPath is not null && IsInStore(entry),
        Source = entry.Source,
        Findings = [.. entry.Findings, .. Shadow(entry), .. KeyFindings(entry), .. state.Findings, .. wiring],
    };

    private bool IsInStore(SigningEntry entry) =>
        DomainName.TryParse(entry.SigningDomain, out var domain)
        && Selector.TryParse(entry.Selector, out var selector)
        && Path.Combine(store, domain.Value, Path.GetFileName(keys.PathOf(new RecordName(domain, selector)))) is var path
        && ResolvedPath.Of(entry.KeyPath!) is var named && (named == path || named == SeedFile.Beside(path));

    private IEnumerable<DkimFinding> Shadow(SigningEntry entry)
    {
        if (entry.Domain is { } domain && !entry.IsForSubdomains && state.DecisionFor(domain) is { All: [var first, ..] } decision
            && !decision.All.Any(other => other.Source == entry.Source))
        {
            yield return FindingTable.EntryShadowed.With(
                ("source", entry.Source), ("pattern", PrintableText.Clean(entry.Pattern)), ("earlier", first.Source), ("other", PrintableText.Clean(first.Pattern)));
        }
    }

    private IEnumerable<DkimFinding> KeyFindings(SigningEntry entry)
    {
        if (entry.KeyPath is not { } path || path.Contains('%', StringComparison.Ordinal))
        {
            return [];
        }

        var findings = Judge(path);
        return IsInStore(entry) || findings.Any(finding => finding.Severity == FindingSeverity.Error)
            ? findings
            : [.. findings, FindingTable.KeyNotInStore.With(("source", entry.Source), ("path", path), ("directory", keys.Location))];
    }

    private IReadOnlyList<DkimFinding> Judge(string path)
    {
        if (!judged.TryGetValue(path, out var findings))
        {
            judged[path] = findings = LookAt(path);
        }

        return findings;
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
