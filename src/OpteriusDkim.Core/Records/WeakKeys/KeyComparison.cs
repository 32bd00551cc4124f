using System.Numerics;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>Compares the keys of one call, to find names with the same key and RSA keys that share a prime.</summary>
internal sealed class KeyComparison
{
    /// <summary>
    /// The total bits of moduli per comparison: 20,000 keys of 2048 bits take about 600 MB of memory and half a minute.
    /// </summary>
    private const long PartBits = 40_960_000;

    private const int NamesShown = 5;

    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);
    private readonly object gate = new();
    private readonly long partBits;

    /// <summary>A comparison without keys.</summary>
    public KeyComparison()
        : this(PartBits)
    {
    }

    /// <summary>A comparison without keys.</summary>
    /// <param name="partBits">The bits of the moduli that are compared at once.</param>
    internal KeyComparison(long partBits) => this.partBits = partBits;

    /// <summary>Adds the key of a record.</summary>
    /// <param name="name">Where the record is.</param>
    /// <param name="record">The record; null for none.</param>
    public void Add(string name, DkimKeyRecord? record)
    {
        if (record?.Key is { } key)
        {
            Add(name, key);
        }
    }

    /// <summary>Adds a key; the same key under the same name counts once.</summary>
    /// <param name="name">The name of its record.</param>
    /// <param name="key">The key.</param>
    public void Add(string name, DkimPublicKey key)
    {
        lock (gate)
        {
            var numbers = key.Numbers;
            if (!groups.TryGetValue(numbers, out var group))
            {
                groups[numbers] = group = new Group(key, new SortedSet<string>(StringComparer.Ordinal));
            }

            group.Names.Add(name);
        }
    }

    /// <summary>A warning for each key under several names.</summary>
    public IReadOnlyList<DkimFinding> EqualKeys() => [.. All().Where(group => group.Names.Count > 1)
        .Select(group => FindingTable.KeyShared.With(
        ("key", group.Key), ("count", group.Names.Count), ("names", Shown(group.Names))))];

    /// <summary>
    /// An error for RSA keys that share a prime. Keys that are weak by themselves are omitted, since they have their own findings.
    /// 10,000 keys take seconds of processor time.
    /// </summary>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<DkimFinding> CommonFactors(CancellationToken cancellation)
    {
        var keys = All().Where(group => group.Key.Algorithm == DkimKeyAlgorithm.Rsa && group.Key.Forgery() is null).ToList();
        var findings = new List<DkimFinding>();
        var compared = 0;
        var (parts, largest) = (0, 0);
        while (compared < keys.Count)
        {
            var part = keys.GetRange(compared, CountOf(keys, compared));
            findings.AddRange(SharingKeys.Of([.. part.Select(group => group.Key.Modulus)], cancellation)
                .Select(sharing => FindingTable.PrimeShared.With(("names", Shown([.. sharing.Select(at => part[at].Names.Min!)])))));
            compared += part.Count;
            parts++;
            largest = Math.Max(largest, part.Count);
        }

        if (parts > 1)
        {
            findings.Add(FindingTable.KeysComparedInParts.With(("count", keys.Count), ("parts", parts), ("largest", largest)));
        }

        return findings;
    }

    private Group[] All()
    {
        lock (gate)
        {
            return [.. groups.Values];
        }
    }

    /// <summary>The number of keys per comparison, at least one.</summary>
    private int CountOf(List<Group> keys, int first)
    {
        long bits = keys[first].Key.KeySize;
        var count = 1;
        while (first + count < keys.Count && bits + keys[first + count].Key.KeySize <= partBits)
        {
            bits += keys[first + count].Key.KeySize;
            count++;
        }

        return count;
    }

    private static string Shown(SortedSet<string> names) => string.Join(", ", names.Take(NamesShown))
        + (names.Count > NamesShown ? $" and {names.Count - NamesShown} more" : "");

    private sealed record Group(DkimPublicKey Key, SortedSet<string> Names);
}
