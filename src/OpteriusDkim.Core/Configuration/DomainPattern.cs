using OpteriusDkim.Names;

namespace OpteriusDkim.Configuration;

/// <summary>A name under <c>domains</c>: a domain, or <c>*.</c> and a name for all domains below it, or <c>*</c>.</summary>
/// <param name="Name">The domain, or the name that others end in; null for all.</param>
/// <param name="Below">Whether it matches the domains below the name.</param>
internal sealed record DomainPattern(string? Name, bool Below)
{
    private const string Prefix = "*.";

    /// <summary>Reads a pattern, or gives null.</summary>
    public static DomainPattern? Parse(string text)
    {
        if (text == "*")
        {
            return new DomainPattern(null, Below: true);
        }

        var below = text.StartsWith(Prefix, StringComparison.Ordinal);
        var name = below ? text[Prefix.Length..] : text;
        if (DomainName.TryParse(name, out var domain))
        {
            return new DomainPattern(domain.Value, below);
        }

        // *.de is a pattern, although de can't be a signing domain.
        var label = name.ToLowerInvariant();
        return below && DnsLabel.ProblemOf(label, underscores: false) is null ? new DomainPattern(label, below) : null;
    }

    /// <summary>This pattern and all broader ones, the most specific first.</summary>
    public IEnumerable<DomainPattern> AndBroader()
    {
        yield return this;
        if (Name is null)
        {
            yield break;
        }

        for (var dot = Name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = Name.IndexOf('.', dot + 1))
        {
            yield return new DomainPattern(Name[(dot + 1)..], Below: true);
        }

        yield return new DomainPattern(null, Below: true);
    }

    /// <summary>The pattern that matches one domain.</summary>
    public static DomainPattern Of(DomainName domain) => new(domain.Value, Below: false);
}
