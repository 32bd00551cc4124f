using System.Text;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Finds lines of a table by one of their fields. It holds hashes, so that no string is made for a line.</summary>
/// <param name="lines">How many lines there are.</param>
internal sealed class LineIndex(int lines)
{
    private readonly Dictionary<uint, int> first = new(lines);
    private readonly Dictionary<uint, List<int>> later = [];

    /// <summary>Adds a line; lines are added in their order.</summary>
    /// <param name="line">Its number, from 0.</param>
    /// <param name="field">The field; case doesn't count.</param>
    public void Add(int line, ReadOnlySpan<byte> field)
    {
        var hash = HashOf(field);
        if (first.TryAdd(hash, line))
        {
            return;
        }

        if (!later.TryGetValue(hash, out var others))
        {
            later[hash] = others = [];
        }

        others.Add(line);
    }

    /// <summary>The lines that may have a text for their field, and all that have it, in their order; the caller looks.</summary>
    /// <param name="text">The text, in Latin-1.</param>
    public IEnumerable<int> Candidates(string text) => Candidates(Encoding.Latin1.GetBytes(text));

    /// <summary>The same for a text as bytes.</summary>
    public IEnumerable<int> Candidates(ReadOnlySpan<byte> field)
    {
        var hash = HashOf(field);
        return first.TryGetValue(hash, out var line) ? later.GetValueOrDefault(hash, []).Prepend(line) : [];
    }

    /// <summary>FNV-1a, upper-case letters taken for lower-case ones.</summary>
    private static uint HashOf(ReadOnlySpan<byte> field)
    {
        var hash = 2166136261;
        foreach (var value in field)
        {
            hash = (hash ^ (value is >= (byte)'A' and <= (byte)'Z' ? value | 0x20u : value)) * 16777619;
        }

        return hash;
    }
}
