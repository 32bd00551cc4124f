using System.Numerics;

namespace OpteriusDkim;

/// <summary>Compares the keys of one call: which names have the same key, and which RSA keys share a prime.</summary>
public sealed class KeyComparison
{
    // The work grows faster than the number of keys: this many take some ten seconds.
    private const int Most = 20_000;
    private const int NamesShown = 5;

    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);
    private readonly object gate = new();

    /// <summary>Takes the key of a record.</summary>
    /// <param name="name">Where the record is.</param>
    /// <param name="record">The record; null for none.</param>
    public void Add(string name, DkimKeyRecord? record)
    {
        if (record?.Key is { } key)
        {
            Add(name, key);
        }
    }

    /// <summary>Takes a key; the same one under the same name counts once.</summary>
    /// <param name="name">The name of its record.</param>
    /// <param name="key">The key.</param>
    public void Add(string name, DkimPublicKey key)
    {
        lock (gate)
        {
            if (!groups.TryGetValue(key.Numbers, out var group) && groups.Count < Most)
            {
                groups[key.Numbers] = group = new Group(key, new SortedSet<string>(StringComparer.Ordinal));
            }

            group?.Names.Add(name);
        }
    }

    /// <summary>What the comparison shows: a warning for each key under several names, an error for RSA keys that share a prime.</summary>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<DkimFinding> Findings(CancellationToken cancellation)
    {
        Group[] all;
        lock (gate)
        {
            all = [.. groups.Values];
        }

        return
        [
            .. all.Where(group => group.Names.Count > 1).Select(group => FindingTable.KeyShared.With(
                ("key", group.Key), ("count", group.Names.Count), ("names", Shown(group.Names)))),
            .. SharingOnes(all, cancellation).Select(sharing => FindingTable.PrimeShared.With(("names", Shown([.. sharing.Select(group => group.Names.Min!)])))),
        ];
    }

    /// <summary>The groups of RSA keys that share primes. Those that are weak by themselves are left out: they have findings of their own.</summary>
    private static IEnumerable<IReadOnlyList<Group>> SharingOnes(Group[] all, CancellationToken cancellation)
    {
        Group[] sound = [.. all.Where(group => group.Key.Algorithm == DkimKeyAlgorithm.Rsa && group.Key.Forgery() is null)];
        BigInteger[] moduli = [.. sound.Select(group => group.Key.Modulus)];
        var factors = SharedPrimes.Of(moduli, cancellation);
        var left = Enumerable.Range(0, sound.Length).Where(at => !factors[at].IsOne).ToList();
        while (left.Count > 0)
        {
            // All that are connected with the first one, directly or by others.
            var found = new List<int> { left[0] };
            left.RemoveAt(0);
            for (var at = 0; at < found.Count; at++)
            {
                cancellation.ThrowIfCancellationRequested();
                var modulus = moduli[found[at]];
                found.AddRange(left.Where(other => !BigInteger.GreatestCommonDivisor(modulus, moduli[other]).IsOne));
                left.RemoveAll(found.Contains);
            }

            yield return [.. found.Select(at => sound[at])];
        }
    }

    private static string Shown(SortedSet<string> names) => string.Join(", ", names.Take(NamesShown))
        + (names.Count > NamesShown ? $" and {names.Count - NamesShown} more" : "");

    private sealed record Group(DkimPublicKey Key, SortedSet<string> Names);
}
