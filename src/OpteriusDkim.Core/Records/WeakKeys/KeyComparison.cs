using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// Compares the keys of one call, to find names with the same key and RSA keys that share a prime. Of each key only a digest, a name
/// and the modulus are kept: a call may have 100,000.
/// </summary>
internal sealed class KeyComparison
{
    /// <summary>
    /// The total bits of moduli per comparison: 10,000 keys of 2048 bits take about 300 MB of memory and 10 seconds.
    /// </summary>
    private const long PartBits = 20_480_000;

    private const int NamesShown = 5;

    private readonly Dictionary<UInt128, int> places = [];
    private readonly List<Compared> keys = [];
    private readonly SortedDictionary<int, Group> shared = [];
    private readonly object gate = new();
    private readonly long partBits;
    private readonly bool findsFactors;

    /// <summary>A comparison without keys.</summary>
    /// <param name="findsFactors">Whether common factors are wanted, for which the moduli are kept.</param>
    public KeyComparison(bool findsFactors = true)
        : this(PartBits) => this.findsFactors = findsFactors;

    /// <summary>A comparison without keys.</summary>
    /// <param name="partBits">The bits of the moduli that are compared at once.</param>
    internal KeyComparison(long partBits) => (this.partBits, findsFactors) = (partBits, true);

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
        var digest = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.ASCII.GetBytes(key.Numbers)));
        lock (gate)
        {
            if (!places.TryGetValue(digest, out var place))
            {
                places[digest] = keys.Count;
                keys.Add(new Compared(name, ModulusOf(key)));
            }
            else if (shared.TryGetValue(place, out var group))
            {
                group.Names.Add(name);
            }
            else if (keys[place].Name != name)
            {
                shared[place] = new Group(key.ToString(), new SortedSet<string>(StringComparer.Ordinal) { keys[place].Name, name });
            }
        }
    }

    /// <summary>A warning for each key under several names.</summary>
    public IReadOnlyList<DkimFinding> EqualKeys()
    {
        lock (gate)
        {
            return
            [
                .. shared.Values.Select(group => FindingTable.KeyShared.With(
                    ("key", group.Key), ("count", group.Names.Count), ("names", Shown(group.Names)))),
            ];
        }
    }

    /// <summary>
    /// An error for RSA keys that share a prime. Keys that are weak by themselves are omitted, since they have their own findings.
    /// 10,000 keys take seconds of processor time.
    /// </summary>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<DkimFinding> CommonFactors(CancellationToken cancellation)
    {
        var rsa = RsaKeys();
        var findings = new List<DkimFinding>();
        var compared = 0;
        var (parts, largest) = (0, 0);
        while (compared < rsa.Count)
        {
            var part = rsa.GetRange(compared, CountOf(rsa, compared));
            findings.AddRange(SharingKeys.Of([.. part.Select(key => key.Modulus)], cancellation)
                .Select(sharing => FindingTable.PrimeShared.With(("names", Shown([.. sharing.Select(at => part[at].Name)])))));
            compared += part.Count;
            parts++;
            largest = Math.Max(largest, part.Count);
        }

        if (parts > 1)
        {
            findings.Add(FindingTable.KeysComparedInParts.With(("count", rsa.Count), ("parts", parts), ("largest", largest)));
        }

        return findings;
    }

    /// <summary>The RSA keys with the first of their names.</summary>
    private List<Compared> RsaKeys()
    {
        lock (gate)
        {
            return
            [
                .. keys.Select((key, place) => shared.TryGetValue(place, out var group) ? key with { Name = group.Names.Min! } : key)
                    .Where(key => !key.Modulus.IsZero),
            ];
        }
    }

    /// <summary>The modulus of a key that is compared; zero for others.</summary>
    private BigInteger ModulusOf(DkimPublicKey key) =>
        findsFactors && key.Algorithm == DkimKeyAlgorithm.Rsa && key.Forgery() is null ? key.Modulus : BigInteger.Zero;

    /// <summary>The number of keys per comparison, at least one.</summary>
    private int CountOf(List<Compared> keys, int first)
    {
        var bits = keys[first].Modulus.GetBitLength();
        var count = 1;
        while (first + count < keys.Count && bits + keys[first + count].Modulus.GetBitLength() <= partBits)
        {
            bits += keys[first + count].Modulus.GetBitLength();
            count++;
        }

        return count;
    }

    private static string Shown(SortedSet<string> names) => string.Join(", ", names.Take(NamesShown))
        + (names.Count > NamesShown ? $" and {names.Count - NamesShown} more" : "");

    private readonly record struct Compared(string Name, BigInteger Modulus);

    private sealed record Group(string Key, SortedSet<string> Names);
}
