namespace OpteriusDkim.Records;

/// <summary>Object identifiers of algorithms.</summary>
internal static class ObjectIdentifier
{
    /// <summary>The dotted form of an object identifier (X.690 8.19).</summary>
    public static string NameOf(ReadOnlySpan<byte> identifier)
    {
        // No algorithm's identifier is longer.
        if (identifier.Length is 0 or > 20)
        {
            return "unknown";
        }

        var arcs = new List<UInt128>();
        UInt128 arc = 0;
        foreach (var octet in identifier)
        {
            arc = (arc << 7) | (UInt128)(octet & 0x7F);
            if (octet < 0x80)
            {
                arcs.Add(arc);
                arc = 0;
            }
        }

        if (arcs.Count == 0)
        {
            return "unknown";
        }

        var first = arcs[0] < 80 ? arcs[0] / 40 : 2;
        return string.Join('.', arcs.Skip(1).Prepend(arcs[0] - (first * 40)).Prepend(first));
    }
}
