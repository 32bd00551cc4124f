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
    private const int Passes = 5;
    private const double Bound = 1.15;

    public static void Run()
    {
        var moduli = SoundModuli();
        DkimPublicKey[] rsa = [.. moduli.Select(modulus => DkimPublicKey.FromRsa(modulus.ToByteArray(isBigEndian: true), [1, 0, 1]))];
        DkimPublicKey[] ed25519 = [.. Enumerable.Range(0, Count).Select(_ => SoundPoint())];
        CostOf("RSA 2048", rsa);
        CostOf("Ed25519", ed25519);
        Compare(rsa);
    }

    /// <summary>The reader's time for records that are new to it and for those that it has read before, with the tests and without.</summary>
    private static void CostOf(string kind, DkimPublicKey[] keys)
    {
        string[] records = [.. keys.Select(key => $"v=DKIM1; k={(key.Algorithm == DkimKeyAlgorithm.Rsa ? "rsa" : "ed25519")}; p={key.Base64}")];
        if (Array.FindIndex(keys, key => KeyWeaknesses.Find(key).Count > 0) is >= 0 and var weak)
        {
            throw new InvalidOperationException($"{records[weak]} isn't sound.");
        }

        // The fastest pass counts: others were disturbed. Each reads keys that none before it has read.
        var (first, tests, again, lookups) = (double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);
        var size = keys.Length / Passes;
        for (var pass = 0; pass < Passes; pass++)
        {
            var from = pass * size;
            first = Math.Min(first, MicrosecondsOf(size, at => KeyRecordReader.Read(records[from + at])));
            tests = Math.Min(tests, MicrosecondsOf(size, at => KeyWeaknesses.Find(keys[from + at])));
            again = Math.Min(again, MicrosecondsOf(size, _ => KeyRecordReader.Read(records[from])));
            lookups = Math.Min(lookups, MicrosecondsOf(size, _ => KeyWeaknesses.Of(keys[from])));
        }

        Measure.Say($"weak keys: {keys.Length} records with sound keys, {kind}: {first:0.00} us for the first read, of which {tests:0.00} us for the tests");
        Measure.Say($"weak keys: {again:0.00} us for a record whose key was read before, of which {lookups:0.00} us for the results of the tests");
        Measure.Ratio($"the reader's time with the tests and without, {kind}, read again", again / (again - lookups), Bound, atLeast: false);
    }

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
        var start = (new BigInteger(RandomNumberGenerator.GetBytes(ModulusBits / 8), isUnsigned: true) | (BigInteger.One << (ModulusBits - 1))) - Length;
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
}
