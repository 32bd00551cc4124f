using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Names;

/// <summary>
/// A signing domain (the <c>d=</c> of a signature, RFC 6376 3.5): lower case, A-labels (RFC 5890), at least two
/// labels, no final dot. It is valid by construction, so it is safe in paths, zones and tables.
/// </summary>
internal sealed record DomainName
{
    // Valid in IDNA2008, but mapped to other characters or removed in IDNA2003 (UTS #46 6, deviation characters).
    private static readonly SearchValues<char> Deviations = SearchValues.Create("\u00DF\u03C2\u200C\u200D");

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private DomainName(string value) => Value = value;

    /// <summary>The name in A-labels, for example <c>xn--mnchen-3ya.example</c>.</summary>
    public string Value { get; }

    /// <summary>The name in Unicode, for example <c>münchen.example</c>.</summary>
    public string Unicode => ToUnicode(Value);

    /// <summary>Parses a domain in any letter case, in Unicode or A-labels, with or without a final dot.</summary>
    /// <exception cref="InvalidInputException">It isn't a valid domain; the message has the reason.</exception>
    public static DomainName Parse(string? text) =>
        Read(text, out var problem) ?? throw new InvalidInputException(
            FindingTable.InvalidDomain.With(("input", PrintableText.Quote(text)), ("problem", problem)), text);

    /// <summary>Parses without an exception.</summary>
    /// <param name="domain">The domain, or null.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DomainName? domain) =>
        (domain = Read(text, out _)) is not null;

    /// <summary>The name in A-labels.</summary>
    public override string ToString() => Value;

    private static DomainName? Read(string? text, out string problem)
    {
        var ascii = ToAscii(WithoutFinalDot(text ?? ""), out problem);
        if (ascii is null)
        {
            return null;
        }

        problem = DnsLabel.ProblemOf(ascii, underscores: false) ?? ProblemOfDomain(ascii) ?? "";
        return problem.Length == 0 ? new DomainName(ascii) : null;
    }

    private static string? ProblemOfDomain(string ascii)
    {
        var last = ascii[(ascii.LastIndexOf('.') + 1)..];
        if (last.Length == ascii.Length)
        {
            return "it has only one label, but a signing domain has at least two";
        }

        return last.All(char.IsAsciiDigit) ? "its last label is a number, as in an IP address" : null;
    }

    private static string WithoutFinalDot(string text) =>
        text.Length > 1 && text[^1] == '.' ? text[..^1] : text;

    private static string? ToAscii(string text, out string problem)
    {
        problem = "";
        if (System.Text.Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        try
        {
            var ascii = Idn.GetAscii(text).ToLowerInvariant();
            if (!text.AsSpan().ContainsAny(Deviations) && ToUnicode(ascii).Equals(text.Normalize(), StringComparison.OrdinalIgnoreCase))
            {
                return ascii;
            }

            // Libraries map these differently, so the key could be for the wrong domain.
            problem = AmbiguousConversion(text);
        }
        catch (ArgumentException)
        {
            problem = text.AsSpan().ContainsAny(Deviations) ? AmbiguousConversion(text) : "it can't be converted to an ASCII name (IDNA)";
        }

        return null;
    }

    /// <summary>The problem, with the form to type: that of IDNA2008 (RFC 5891), which registries use.</summary>
    private static string AmbiguousConversion(string text)
    {
        const string Problem = "it contains characters that IDNA versions convert differently; use its xn-- form";
        try
        {
            var folded = text.Normalize(NormalizationForm.FormKC).ToLowerInvariant()
                .Replace('\u3002', '.').Replace("\u00AD", "", StringComparison.Ordinal);
            var ascii = string.Join('.', folded.Split('.').Select(Punycode.LabelOf));
            return DnsLabel.ProblemOf(ascii, underscores: false) is null ? $"{Problem}: {ascii}" : Problem;
        }
        catch (ArgumentException)
        {
            return Problem;
        }
    }

    private static string ToUnicode(string ascii)
    {
        if (!ascii.Contains("xn--", StringComparison.Ordinal))
        {
            return ascii;
        }

        try
        {
            return Idn.GetUnicode(ascii);
        }
        catch (ArgumentException)
        {
            return ascii;
        }
    }
}
