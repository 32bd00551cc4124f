using System.Collections;
using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;

namespace OpteriusDkim;

/// <summary>What the tests for weak keys cost the reader of records, and the comparison of 10,000 keys.</summary>
internal static class WeakKeys
{
    private const int Count = 10_000;
    private const int ModulusBits = 2048;
    private const int Rounds = 98;
    private const int WarmUpRounds = 2;
    private const double Bound = 1.15;

    public static void Run()
    {
        var moduli = SoundModuli();
        DkimPublicKey[] rsa = [.. moduli.Select(modulus => DkimPublicKey.FromRsa(modulus.ToByteArray(isBigEndian: true), [1, 0, 1]))];
        DkimPublicKey[] ed25519 = [.. Enumerable.Range(0, Count).Select(_ => SoundPoint())];
        using var session = new ModuleSession(null);
        CostOf("RSA 2048", rsa, session);
        CostOf("Ed25519", ed25519, session);
        Compare(rsa);
    }

    /// <summary>
    /// The time per record of ConvertFrom-DkimRecord and of the reader inside it, with the tests and without. Rounds of all figures
    /// alternate, each with records that none before it has read, and the medians count.
    /// </summary>
    private static void CostOf(string kind, DkimPublicKey[] keys, ModuleSession session)
    {
        string[] records =
            [.. keys.Select(key => $"v=DKIM1; k={(key.Algorithm == DkimKeyAlgorithm.Rsa ? "rsa" : "ed25519")}; p={key.Base64}")];
        if (Array.FindIndex(keys, key => KeyWeaknesses.Find(key).Count > 0) is >= 0 and var weak)
        {
            throw new InvalidOperationException($"{records[weak]} isn't sound.");
        }

        var size = Count / (2 * (Rounds + WarmUpRounds));
        var costs = Enumerable.Range(0, Rounds + WarmUpRounds)
            .Select(round => CostOf(keys[(2 * round * size)..][..(2 * size)], records[(2 * round * size)..][..(2 * size)], session))
            .Skip(WarmUpRounds).ToArray();
        var (tests, results) = (MedianOf(costs, cost => cost.Tests), MedianOf(costs, cost => cost.Results));
        var (first, again) = (MedianOf(costs, cost => cost.First), MedianOf(costs, cost => cost.Again));
        var command = MedianOf(costs, cost => cost.Command);
        Measure.Say(
            $"weak keys, {kind}: {tests:0.00} us for the tests of a key, ",
            $"{results:0.00} us for their results when the key was tested before");
        Measure.Say(
            $"weak keys, {kind}: {command:0.00} us for a record in ConvertFrom-DkimRecord, of which its reader takes {first:0.00} us");
        Measure.Ratio(
            $"{kind}: ConvertFrom-DkimRecord with the tests and without, new keys", command / (command - tests), Bound, atLeast: false);
        Measure.Ratio($"{kind}: its reader with the tests and without, known keys", again / (again - results), Bound, atLeast: false);
        Measure.Say($"  {kind}: its reader with the tests and without, new keys: {first / (first - tests):0.00}");
    }

    /// <summary>One round: half of the records are new to the command, half to its reader.</summary>
    private static Cost CostOf(DkimPublicKey[] keys, string[] records, ModuleSession session)
    {
        var size = keys.Length / 2;
        var comparison = new KeyComparison();
        for (var at = 0; at < size; at++)
        {
            comparison.Add($"record {at}", keys[at]);
        }

        // The comparison of the keys of one call is another figure.
        var compared = Measure.Time(() => comparison.CommonFactors(CancellationToken.None)).TotalMicroseconds / size;
        object[] input = [.. records[..size]];
        var command = Measure.Time(() => Measure.Run(session, "$input | ConvertFrom-DkimRecord", input)).TotalMicroseconds / size;
        return new Cost(
            Command: command - compared,
            First: MicrosecondsOf(size, at => KeyRecordReader.Read(records[size + at])),
            Tests: MicrosecondsOf(size, at => KeyWeaknesses.Find(keys[at])),
            Again: MicrosecondsOf(size, _ => KeyRecordReader.Read(records[size])),
            Results: MicrosecondsOf(size, _ => KeyWeaknesses.Of(keys[size])));
    }

    private static double MedianOf(Cost[] costs, Func<Cost, double> figure) => costs.Select(figure).Order().ElementAt(costs.Length / 2);

    private static void Compare(DkimPublicKey[] keys)
    {
        var comparison = new KeyComparison();
        for (var at = 0; at < keys.Length; at++)
        {
            comparison.Add($"s{at}._domainkey.example.com", keys[at]);
        }

        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var elapsed = TimeSpan.Zero;
        var found = 0;
        var peak = Measure.PeakOf(() => elapsed = Measure.Time(() => found = comparison.CommonFactors(CancellationToken.None).Count));
        self.Refresh();
        var used = (self.TotalProcessorTime - before).TotalSeconds;
        Measure.Say($"weak keys: {keys.Length} RSA keys compared for common primes: {elapsed.TotalSeconds:0.0} s, {peak >> 20} MB");
        Measure.Ratio("seconds of processor time for 10,000 keys", used, 15, atLeast: false);
        if (found > 0)
        {
            throw new InvalidOperationException("Keys without a common prime were reported to have one.");
        }
    }

    private static double MicrosecondsOf(int count, Action<int> action)
    {
        var watch = Stopwatch.StartNew();
        for (var at = 0; at < count; at++)
        {
            action(at);
        }

        return watch.Elapsed.TotalMicroseconds / count;
    }

    /// <summary>
    /// Numbers of one short range without factors below its length: no two have a common factor, and it takes no minutes to make so
    /// many, as it would with real keys.
    /// </summary>
    private static BigInteger[] SoundModuli()
    {
        const int Length = 300_000;
        var number = new BigInteger(RandomNumberGenerator.GetBytes(ModulusBits / 8), isUnsigned: true);
        var start = (number | (BigInteger.One << (ModulusBits - 1))) - Length;
        var divisible = new BitArray(Length);
        for (var divisor = 2; divisor < Length; divisor++)
        {
            for (var at = (divisor - (int)(start % divisor)) % divisor; at < Length; at += divisor)
            {
                divisible[at] = true;
            }
        }

        return [.. Enumerable.Range(0, Length).Where(at => !divisible[at]).Select(at => start + at).Take(Count)];
    }

    /// <summary>Half of all numbers are those of a point on the curve.</summary>
    private static DkimPublicKey SoundPoint()
    {
        while (true)
        {
            var key = DkimPublicKey.FromEd25519(RandomNumberGenerator.GetBytes(DkimPublicKey.Ed25519Length));
            if (KeyWeaknesses.Find(key).Count == 0)
            {
                return key;
            }
        }
    }

    /// <summary>Microseconds for a record or a key.</summary>
    private sealed record Cost(double Command, double First, double Tests, double Again, double Results);
}
