using System.Buffers;
using System.Text;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Key and value of a table line, as bytes. Split at isspace(3) in the C locale, like the daemon.</summary>
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

    /// <summary>The text before the first space; empty if the line isn't an entry.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>The text after the first space, trimmed.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Whether anything follows the key, even only spaces.</summary>
    public bool HasValue { get; }

    /// <summary>Whether the daemon skips the line.</summary>
    public bool IsNone => Key.IsEmpty;

    /// <summary>Splits a line of a plain file.</summary>
    public static OpenDkimField OfFile(ReadOnlySpan<byte> text) => Split(text.Trim(Spaces));

    /// <summary>
    /// Splits a line of a refile. An indented line isn't an entry, because the pattern ends at the first space.
    /// The daemon crashes on a line without any space; an empty value is the key with the empty name.
    /// </summary>
    public static OpenDkimField OfRefile(ReadOnlySpan<byte> text) => Split(text);

    /// <summary>Whether a text begins or ends with a space, as isspace(3) defines it.</summary>
    public static bool IsPadded(string text) => text.Length > 0 && (IsSpace(text[0]) || IsSpace(text[^1]));

    public static bool IsBlank(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(AnySpace);

    /// <summary>Decodes Latin-1, which is lossless.</summary>
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
