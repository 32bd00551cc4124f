using System.Buffers;
using System.Text;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Key and value of a line, as bytes of the table; split where the daemon does, at isspace(3) in the C locale.</summary>
internal readonly ref struct OpenDkimField
{
    private static readonly SearchValues<byte> AnySpace = SearchValues.Create(Spaces);

    private OpenDkimField(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool hasValue)
    {
        Key = key;
        Value = value;
        HasValue = hasValue;
    }

    private static ReadOnlySpan<byte> Spaces => " \t\n\v\f\r"u8;

    /// <summary>What stands before the first space; empty where the line is no entry.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>What stands behind it, without the spaces around it.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Whether there is anything behind the key, if it be a space.</summary>
    public bool HasValue { get; }

    /// <summary>Whether the daemon takes the line for no entry.</summary>
    public bool IsNone => Key.IsEmpty;

    /// <summary>Splits a line of a plain file; without a value where there is nothing behind the key.</summary>
    /// <param name="text">What the daemon reads of it.</param>
    public static OpenDkimField OfFile(ReadOnlySpan<byte> text) => Split(text.Trim(Spaces));

    /// <summary>
    /// Splits a line of a refile. An indented line is none: the pattern ends at the first space. No value is no value
    /// and no space either, over which the daemon falls; an empty one names the key with an empty name.
    /// </summary>
    /// <param name="text">What the daemon reads of it.</param>
    public static OpenDkimField OfRefile(ReadOnlySpan<byte> text) => Split(text);

    /// <summary>Whether a text begins or ends with a space, as the daemon sees them.</summary>
    public static bool IsPadded(string text) => text.Length > 0 && (IsSpace(text[0]) || IsSpace(text[^1]));

    /// <summary>Whether there is nothing but spaces.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(AnySpace);

    /// <summary>Bytes as text; Latin-1, so that none is lost.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private static OpenDkimField Split(ReadOnlySpan<byte> text)
    {
        var gap = text.IndexOfAny(AnySpace);
        return gap < 0
            ? new OpenDkimField(text, default, hasValue: false)
            : new OpenDkimField(text[..gap], text[gap..].Trim(Spaces), hasValue: true);
    }

    private static bool IsSpace(char character) => character is ' ' or (>= '\t' and <= '\r');
}
