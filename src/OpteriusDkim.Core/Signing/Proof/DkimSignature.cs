using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Signing.Proof;

/// <summary>The tags of a DKIM-Signature header (RFC 6376 3.5), unverified.</summary>
internal sealed class DkimSignature
{
    public const string HeaderName = "DKIM-Signature";

    private DkimSignature(TagList tags)
    {
        Domain = DomainName.TryParse(tags["d"], out var domain) ? domain : null;
        Selector = Selector.TryParse(tags["s"], out var selector) ? selector : null;
        Algorithm = PrintableText.Clean(WithoutSpace(tags["a"] ?? ""));
        Canonicalization = PrintableText.Clean(WithoutSpace(tags["c"] ?? "simple/simple"));
        BodyHash = WithoutSpace(tags["bh"] ?? "");
        SignedHeaders = WithoutSpace(tags["h"] ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(PrintableText.Clean).ToArray();
    }

    /// <summary>d=; null if it isn't a valid domain.</summary>
    public DomainName? Domain { get; }

    /// <summary>s=; null if it isn't a valid selector.</summary>
    public Selector? Selector { get; }

    /// <summary>a=.</summary>
    public string Algorithm { get; }

    /// <summary>c=.</summary>
    public string Canonicalization { get; }

    /// <summary>bh= without white space.</summary>
    public string BodyHash { get; }

    /// <summary>h=.</summary>
    public IReadOnlyList<string> SignedHeaders { get; }

    /// <summary>Parses a header's value, folded or not.</summary>
    public static DkimSignature Parse(string value) => new(TagList.Parse(value));

    private static string WithoutSpace(string value) => string.Concat(value.Where(letter => !char.IsWhiteSpace(letter)));
}
