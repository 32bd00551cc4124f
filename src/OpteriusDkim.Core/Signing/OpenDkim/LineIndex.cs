using System.Text;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// Finds lines of a table by one of their fields, without a string a line: their numbers, chained by the field's hash.
/// </summary>
/// <param name="lines">How many lines there are.</param>
internal sealed class LineIndex(int lines)
{
    // A chain is a ring: the last of its lines is followed by the first.
    private readonly int[] lastOf = new int[Math.Max(lines, 1)];
    private readonly int[] nextOf = new int[lines];
    private readonly uint[] hashes = new uint[lines];

    /// <summary>Adds a line behind those before it.</summary>
    /// <param name="line">Its number, from 0.</param>
    /// <param name="field">The field; case doesn't count.</param>
    public void Add(int line, ReadOnlySpan<byte> field)
    {
        hashes[line] = HashOf(field);
        ref var last = ref lastOf[ChainOf(hashes[line])];
        if (last == 0)
        {
            nextOf[line] = line;
        }
        else
        {
            nextOf[line] = nextOf[last - 1];
            nextOf[last - 1] = line;
        }

        last = line + 1;
    }

    /// <summary>The lines that may have a text for their field, and all that have it, in their order; the caller looks.</summary>
    /// <param name="text">The text, in Latin-1.</param>
    public IEnumerable<int> Candidates(string text) => Candidates(Encoding.Latin1.GetBytes(text));

    /// <summary>The same for a text as bytes.</summary>
    public IEnumerable<int> Candidates(ReadOnlySpan<byte> field) => Candidates(HashOf(field));

    private IEnumerable<int> Candidates(uint hash)
    {
        var last = lastOf[ChainOf(hash)] - 1;
        for (var line = last; line >= 0;)
        {
            line = nextOf[line];
            if (hashes[line] == hash)
            {
                yield return line;
            }

            if (line == last)
            {
                break;
            }
        }
    }

    private int ChainOf(uint hash) => (int)(hash % (uint)lastOf.Length);

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
