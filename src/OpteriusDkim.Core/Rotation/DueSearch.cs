using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Rotation.Journals;

namespace OpteriusDkim.Rotation;

/// <summary>
/// Finds what a timer has to do: the rotations in progress, and the keys that have been active for longer than the
/// interval. Where there is none, only journals and the times of files are read: no key, no table, no network.
/// </summary>
/// <param name="settings">The settings of rotations.</param>
/// <param name="signer">Gives the signer, which is needed only where a key may be due.</param>
/// <param name="keys">The store.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class DueSearch(RotationSettings settings, Func<IRotationSigner> signer, IKeyStore keys, TimeProvider clock)
{
    private readonly FileJournals journals = new(settings.StateDirectory);
    private readonly Lazy<IRotationSigner> signer = new(signer);
    private int started;

    /// <summary>How many keys are due beyond what one run may start.</summary>
    public int HeldBack { get; private set; }

    /// <summary>The domains that have keys or a journal.</summary>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    public IEnumerable<DomainName> Domains() =>
        keys.Domains().Concat(journals.Domains()).Distinct().OrderBy(domain => domain.Value, StringComparer.Ordinal);

    /// <summary>What to request for a domain; null for nothing.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="includeManual">Whether to start rotations where a person publishes.</param>
    /// <param name="waits">A rotation that is due and that a person has to start, or null.</param>
    /// <exception cref="DkimException">Its journal, tables or keys can't be read, or its entries are shared.</exception>
    public RotationRequest? For(DomainName domain, bool includeManual, out DkimRotation? waits)
    {
        waits = null;
        var journal = journals.Read(domain);
        if (journal.Current is not null)
        {
            return new RotationRequest(domain) { OnlyContinue = true };
        }

        if (FindDue(domain, journal) is not { } due)
        {
            return null;
        }

        if (!includeManual && settings.PolicyOf(domain).Manual)
        {
            waits = RotationReport.Of(due);
            return null;
        }

        if (started >= settings.StartsOf(domain))
        {
            HeldBack++;
            return null;
        }

        started++;
        return new RotationRequest(domain) { Selector = due.Selector, Force = true };
    }

    private DueRotation? FindDue(DomainName domain, Journal journal)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var interval = settings.PolicyOf(domain).Interval;

        DueRotation[] old = [.. keys.SelectorsOf(domain)
            .Select(selector => new DueRotation(domain, selector, ActiveSince(new RecordName(domain, selector), journal)))
            .Where(key => now - key.Since >= interval)];
        if (old.Length == 0)
        {
            return null;
        }

        var facts = signer.Value.Read(domain);
        return facts.ProblemOf(RotationKind.Rotation) is { } problem
            ? throw new InUseException(problem, domain.Value)
            : old.Where(key => facts.Keys.Any(signs => signs.Selector == key.Selector.Value)).MinBy(key => key.Since);
    }

    /// <summary>Since when a key signs: from the journal, else when its file was written.</summary>
    private DateTime ActiveSince(RecordName name, Journal journal) =>
        journal.ActiveSince(name.Selector.Value) ?? File.GetLastWriteTimeUtc(keys.PathOf(name));
}
