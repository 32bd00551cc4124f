using System.Buffers;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Names;

/// <summary>The rules for one label of a name (RFC 1035 2.3.4, RFC 1123 2.1).</summary>
internal static class DnsLabel
{
    /// <summary>The maximum length of a label in octets.</summary>
    public const int LongestLabel = 63;

    /// <summary>The maximum length of a name without its final dot: 255 octets less the length bytes.</summary>
    public const int LongestName = 253;

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> SelectorCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The problem with a lower-case name, or null.</summary>
    public static string? ProblemOf(string name, bool underscores)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        if (name.Length > LongestName)
        {
            return $"it has {name.Length} characters, but a DNS name can have at most {LongestName}";
        }

        foreach (var label in name.Split('.'))
        {
            if (ProblemOfLabel(label, underscores) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? ProblemOfLabel(string label, bool underscores)
    {
        if (label.Length == 0)
        {
            return "it has an empty label (a dot at the beginning, or two in a row)";
        }

        if (label.Length > LongestLabel)
        {
            return $"a label has {label.Length} characters, but can have at most {LongestLabel}";
        }

        var wrong = label.AsSpan().IndexOfAnyExcept(underscores ? SelectorCharacters : HostCharacters);
        if (wrong >= 0)
        {
            return label[wrong] == ' ' ? "it contains a space" : $"it contains {PrintableText.Quote(label[wrong].ToString())}";
        }

        return label[0] == '-' || label[^1] == '-' ? "a label begins or ends with a hyphen" : null;
    }
}
