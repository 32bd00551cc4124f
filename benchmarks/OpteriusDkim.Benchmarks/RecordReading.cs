using System.Diagnostics;
using System.Text;

namespace OpteriusDkim;

/// <summary>A million random and mutated records through the reader on one thread, and valid ones with and without their keys.</summary>
internal static class RecordReading
{
    private const int Count = 1_000_000;
    private const int Kinds = 4096;
    private const int Seed = 20261124;

    public static void Run()
    {
        var odd = OddRecordTable.All.Where(row => !row.Record.Contains("{rsa4104}", StringComparison.Ordinal))
            .Select(row => OddKeys.Expand(row.Record)).ToArray();
        var valid = OddKeys.Expand("v=DKIM1; k=rsa; p={rsa2048}");
        var mixed = Mixed(odd);
        var thrown = 0;
        var watched = Environment.CurrentManagedThreadId;
        AppDomain.CurrentDomain.FirstChanceException += (_, _) => thrown += Environment.CurrentManagedThreadId == watched ? 1 : 0;
        Read([.. mixed.Take(1000), valid], 20_000);
        var before = GC.GetTotalAllocatedBytes();
        var all = Read(mixed, Count);
        var allocated = (GC.GetTotalAllocatedBytes() - before) / Count;
        var whole = Read([valid], Count);
        var decoding = Decode(valid, Count);
        Measure.Say($"records: {Count} random and mutated: {all:0} a second, {allocated} bytes each, {thrown} exceptions");
        Measure.Say($"records: {Count} valid, RSA 2048: {whole:0} a second, its key decoded {decoding:0} times a second");
        Measure.Ratio(
            "valid records a second, key decoding aside, in 200,000", 1 / ((1 / whole) - (1 / decoding)) / 200_000, 1, atLeast: true);
        if (thrown > 0)
        {
            throw new InvalidOperationException($"{thrown} exceptions were thrown.");
        }
    }

    private static double Read(string[] texts, int count)
    {
        var watch = Stopwatch.StartNew();
        var known = 0;
        for (var number = 0; number < count; number++)
        {
            known += KeyRecordReader.Read(texts[number % texts.Length]).Findings.Count;
        }

        GC.KeepAlive(known);
        return count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>What the reader does with p=: base64, DER, and the copy that is kept.</summary>
    private static double Decode(string record, int count)
    {
        var text = record[(record.IndexOf("p=", StringComparison.Ordinal) + 2)..];
        var buffer = new byte[text.Length];
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < count; number++)
        {
            _ = Convert.TryFromBase64Chars(text, buffer, out var length);
            GC.KeepAlive(DkimPublicKey.FromSubjectPublicKeyInfo(buffer.AsMemory(0, length)));
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Odd records with some of their characters changed, doubled or taken out, and texts of any characters.</summary>
    private static string[] Mixed(string[] odd)
    {
        // Always the same, so that two runs can be compared; nothing secret hangs on it.
#pragma warning disable CA5394
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Kinds).Select(number => number % 8 == 0
            ? new string([.. Enumerable.Range(0, random.Next(600)).Select(_ => (char)random.Next(1, 256))])
            : Mutate(odd[random.Next(odd.Length)], random))];
    }

    private static string Mutate(string text, Random random)
    {
        const string Pieces = ";;==\"\"\\\\()  \t\r\n.,:-vkphstng\0\u00e9";
        var changed = new StringBuilder(text);
        for (var times = random.Next(4); times > 0 && changed.Length > 0; times--)
        {
            var at = random.Next(changed.Length);
            _ = random.Next(3) switch
            {
                0 => changed.Remove(at, 1),
                1 => changed.Insert(at, Pieces[random.Next(Pieces.Length)]),
                _ => changed.Replace(changed[at], Pieces[random.Next(Pieces.Length)], at, 1),
            };
        }
#pragma warning restore CA5394

        return changed.ToString();
    }
}
