using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>
/// Finds what a timer has to do: the rotations under way, and the keys that have been active for longer than the
/// interval. Where there is none, only journals and the times of files are looked at: no key, no table, no network.
/// </summary>
internal sealed class DueSearch
{
    private readonly RotationSettings settings;
    private readonly IKeyStore keys;
    private readonly FileRotationJournals journals;
    private readonly Lazy<RotationSigner> signer;
    private readonly TimeProvider clock;
    private int started;

    /// <summary>Puts it together.</summary>
    /// <param name="settings">How rotations go.</param>
    /// <param name="parts">What they are carried out with; asked for where a key may be due.</param>
    /// <param name="keys">The store.</param>
    /// <param name="clock">Tells the time.</param>
    public DueSearch(RotationSettings settings, Func<RotationParts> parts, IKeyStore keys, TimeProvider clock)
    {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
        journals = new FileRotationJournals(settings.StateDirectory);
        signer = new Lazy<RotationSigner>(() =>
        {
            var made = parts();
            return new RotationSigner(made.Signer, made.Proof, made.Reload, keys, settings.StateDirectory, clock);
        });
    }

    /// <summary>How many more are due than one run starts.</summary>
    public int HeldBack { get; private set; }

    /// <summary>The domains that have keys or a journal.</summary>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    public IEnumerable<DomainName> Domains() =>
        keys.Domains().Concat(journals.Domains()).Distinct().OrderBy(domain => domain.Value, StringComparer.Ordinal);

    /// <summary>What is to be done about a domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="includeManual">Whether to start rotations where a person has to publish.</param>
    /// <param name="waits">A rotation that is due and waits for a person to start it, or null.</param>
    /// <returns>What to ask for; null for nothing.</returns>
    /// <exception cref="DkimException">Its journal, tables or keys can't be read, or its entries aren't its own.</exception>
    public RotationRequest? For(DomainName domain, bool includeManual, out DkimRotation? waits)
    {
        waits = null;
        var journal = journals.Read(domain);
        if (journal.Current is not null)
        {
            return new RotationRequest(domain) { OnlyCarryOn = true };
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

    private DueRotation? FindDue(DomainName domain, RotationJournal journal)
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
        return facts.Problem is { } problem
            ? throw new InUseException(problem, domain.Value)
            : old.Where(key => facts.Keys.Any(signs => signs.Selector == key.Selector.Value)).MinBy(key => key.Since);
    }

    /// <summary>Since when a key signs: as the journal says, else since its file was written.</summary>
    private DateTime ActiveSince(RecordName name, RotationJournal journal) =>
        journal.Past.LastOrDefault(
            past => past.New?.Selector == name.Selector.Value
                && past is { Phase: RotationPhase.Completed, SwitchedAt: not null })?.SwitchedAt
        ?? File.GetLastWriteTimeUtc(keys.PathOf(name));
}
