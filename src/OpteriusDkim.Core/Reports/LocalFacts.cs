using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Signing;
using OpteriusDkim.Signing.Permissions;

namespace OpteriusDkim.Reports;

/// <summary>
/// Reads what this host has for domains: keys, tables and journals. Use one for a few hundred domains: it remembers key files.
/// </summary>
internal sealed class LocalFacts
{
    private readonly StatusSources sources;
    private readonly (StatusSigner Signer, SigningReport Report)[] signers;

    public LocalFacts(StatusSources sources)
    {
        this.sources = sources;
        var safety = new KeySafety().WithFolderCache();
        signers =
        [
            .. sources.Signers.Select(signer => (signer, new SigningReport(signer.State, sources.Keys, safety, sources.Ed25519))),
        ];
    }

    /// <summary>Reads a domain's facts.</summary>
    public HostReading Read(DomainName domain, DateTime now)
    {
        var problems = new List<DkimFinding>(sources.SignerProblems);
        var facts = ReadJournal(new StatusFacts(domain, now), problems, out var activeSince);
        var deciding = Try(() => Deciding(domain), problems) ?? [];
        var entries = deciding.SelectMany(signer => signer.Entries).ToArray();
        var stored = Stored(domain, problems).Select(key => Key(key, inStore: true, activeSince)).ToArray();
        var others = Outside(domain, entries, stored).Select(key => Key(key, inStore: false, activeSince));
        return new HostReading(
            facts with
            {
                Keys = [.. stored, .. others],
                Entries = entries,
                Problems = [.. problems.Distinct()],
                Host = [.. deciding.SelectMany(signer => signer.Signer.Host).Distinct()],
            },
            [.. deciding.Select(signer => signer.Signer)]);
    }

    private StatusFacts ReadJournal(StatusFacts facts, List<DkimFinding> problems, out Func<string, DateTime?> activeSince)
    {
        var domain = facts.Domain;
        var interval = Try(() => sources.Rotation.PolicyOf(domain), problems)?.Interval ?? TimeSpan.MaxValue;
        var journal = Try(() => sources.History.Read(domain), problems);
        activeSince = selector => journal?.ActiveSince(selector);
        return facts with
        {
            Interval = interval,
            Rotations = journal is null ? [] : Try(() => sources.History.Of(domain, journal), problems) ?? [],
            JournalWrittenAt = journal?.Written?.Utc,
        };
    }

    /// <summary>
    /// Of several installed signers those that have an entry for the domain; else those that sign at all; else all of them.
    /// </summary>
    private (StatusSigner Signer, IReadOnlyList<DkimSigningEntry> Entries)[] Deciding(DomainName domain)
    {
        var all = signers.Select(signer => (signer.Signer, Entries: signer.Report.EntriesFor(domain))).ToArray();
        if (all.Length < 2)
        {
            return all;
        }

        var naming = all.Where(signer => signer.Entries.Any(entry => entry.Pattern is not null)).ToArray();
        if (naming.Length > 0)
        {
            return naming;
        }

        var signing = all.Where(signer => signer.Signer.State.MaySign).ToArray();
        return signing.Length > 0 ? signing : all;
    }

    private IEnumerable<StoredKey> Stored(DomainName domain, List<DkimFinding> problems)
    {
        var entries = Try(() => sources.Keys.ListDomain(domain, _ => true).ToArray(), problems) ?? [];
        problems.AddRange(entries.Select(entry => entry.Problem?.Finding).OfType<DkimFinding>());
        return entries.Select(entry => entry.Key).OfType<StoredKey>();
    }

    /// <summary>The keys that tables name for a domain and that are not in the store.</summary>
    private IEnumerable<StoredKey> Outside(DomainName domain, IEnumerable<DkimSigningEntry> entries, StatusKey[] stored)
    {
        foreach (var entry in entries.Where(entry => !entry.InStore && entry.Domain == domain.Value).DistinctBy(entry => entry.Selector))
        {
            if (entry.PrivateKeyPath is not { } path || !Selector.TryParse(entry.Selector, out var selector)
                || stored.Any(key => key.Selector == selector))
            {
                continue;
            }

            if (PublicHalfOf(path) is { } key)
            {
                yield return new StoredKey(new RecordName(domain, selector), key, path, File.GetLastWriteTimeUtc(path));
            }
        }
    }

    /// <summary>The public half of a key; null where it can't be read, which the entry's findings tell.</summary>
    private Records.DkimPublicKey? PublicHalfOf(string path)
    {
        try
        {
            return PrivateKeyFile.ReadPublicHalf(path, sources.Ed25519);
        }
        catch (DkimException)
        {
            return null;
        }
    }

    private static StatusKey Key(StoredKey key, bool inStore, Func<string, DateTime?> activeSince) =>
        new(key, inStore, activeSince(key.Selector.Value) ?? key.CreatedAt);

    /// <summary>A failure is a problem of the domain and not of the command.</summary>
    private static T? Try<T>(Func<T> read, List<DkimFinding> problems)
        where T : class
    {
        try
        {
            return read();
        }
        catch (DkimException exception)
        {
            problems.Add(exception.Finding);
            return null;
        }
    }
}
