using System.Diagnostics.CodeAnalysis;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Names;

/// <summary>
/// A selector (the <c>s=</c> of a signature, RFC 6376 3.1): one or more DNS labels in lower case. Underscores are
/// accepted, because selectors with underscores are in use.
/// </summary>
internal sealed record Selector
{
    private Selector(string value) => Value = value;

    /// <summary>The selector, for example <c>mail</c> or <c>2026.eu</c>.</summary>
    public string Value { get; }

    /// <summary>Parses a selector in any letter case.</summary>
    /// <exception cref="InvalidInputException">It isn't a valid selector; the message has the reason.</exception>
    public static Selector Parse(string? text) =>
        Read(text, out var problem) ?? throw new InvalidInputException(
            FindingTable.InvalidSelector.With(("input", PrintableText.Quote(text)), ("problem", problem)), text);

    /// <summary>Parses the selector of a new key. Rejects a full record name, which users paste by mistake.</summary>
    /// <exception cref="InvalidInputException">It isn't a valid selector, or contains the label _domainkey.</exception>
    public static Selector ParseForNewKey(string? text)
    {
        var selector = Parse(text);
        string[] labels = selector.Value.Split('.');
        var end = Array.IndexOf(labels, "_domainkey");
        return end < 0 ? selector : throw new InvalidInputException(
            FindingTable.InvalidSelector.With(
                ("input", PrintableText.Quote(text)),
                (
                    "problem",
                    end == 0 ? "it contains _domainkey" : $"it contains _domainkey; the selector is {string.Join('.', labels[..end])}")),
            text);
    }

    /// <summary>Parses without an exception.</summary>
    /// <param name="selector">The selector, or null.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Selector? selector) =>
        (selector = Read(text, out _)) is not null;

    public override string ToString() => Value;

    private static Selector? Read(string? text, out string problem)
    {
        // ASCII only: U+212A, the Kelvin sign, has k as its lower-case letter.
        var folded = text ?? "";
        if (folded.AsSpan().ContainsAnyInRange('A', 'Z'))
        {
            folded = string.Concat(folded.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c));
        }

        problem = DnsLabel.ProblemOf(folded, underscores: true) ?? "";
        return problem.Length == 0 ? new Selector(folded) : null;
    }
}
