using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Signing.Proof;

/// <summary>What a DKIM-Signature header (RFC 6376 3.5) says of itself; nothing of it is verified.</summary>
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

    /// <summary>d=, or null where that is no domain.</summary>
    public DomainName? Domain { get; }

    /// <summary>s=, or null where that is no selector.</summary>
    public Selector? Selector { get; }

    /// <summary>a=.</summary>
    public string Algorithm { get; }

    /// <summary>c=.</summary>
    public string Canonicalization { get; }

    /// <summary>bh=, without the white space that folding put in.</summary>
    public string BodyHash { get; }

    /// <summary>h=.</summary>
    public IReadOnlyList<string> SignedHeaders { get; }

    /// <summary>Reads a header's value, folded or not.</summary>
    public static DkimSignature Parse(string value) => new(TagList.Parse(value));

    private static string WithoutSpace(string value) => string.Concat(value.Where(letter => !char.IsWhiteSpace(letter)));
}
