namespace OpteriusDkim;

/// <summary>
/// Finds lines of a table by one of their fields, without a string a line: their numbers, chained by the field's hash.
/// </summary>
/// <param name="lines">How many lines there are.</param>
internal sealed class LineIndex(int lines)
{
    // A chain is a ring: the last of its lines is followed by the first.
    private readonly int[] lastOf = new int[Math.Max(lines, 1)];
    private readonly int[] nextOf = new int[lines];

    /// <summary>Adds a line behind those before it.</summary>
    /// <param name="line">Its number, from 0.</param>
    /// <param name="field">The field; case doesn't count.</param>
    public void Add(int line, ReadOnlySpan<byte> field)
    {
        ref var last = ref lastOf[ChainOf(field)];
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
    public IEnumerable<int> Candidates(string text)
    {
        var last = lastOf[ChainOf(System.Text.Encoding.Latin1.GetBytes(text))] - 1;
        if (last < 0)
        {
            yield break;
        }

        for (var line = nextOf[last]; line != last; line = nextOf[line])
        {
            yield return line;
        }

        yield return last;
    }

    /// <summary>FNV-1a, upper-case letters taken for lower-case ones.</summary>
    private int ChainOf(ReadOnlySpan<byte> field)
    {
        var hash = 2166136261;
        foreach (var value in field)
        {
            hash = (hash ^ (value is >= (byte)'A' and <= (byte)'Z' ? value | 0x20u : value)) * 16777619;
        }

        return (int)(hash % (uint)lastOf.Length);
    }
}
