namespace OpteriusDkim;

/// <summary>A key under <c>domains</c>: a domain, or <c>*.</c> and a domain for all below it, or <c>*</c>.</summary>
/// <param name="Suffix">The domain; null for all.</param>
/// <param name="Below">Whether it means the domains below.</param>
internal sealed record DomainPattern(DomainName? Suffix, bool Below)
{
    /// <summary>The longer, the more specific; a domain itself before all patterns.</summary>
    public int Specificity => Suffix is null ? 0 : Below ? Suffix.Value.Length : int.MaxValue;

    /// <summary>Reads a pattern, or gives null.</summary>
    public static DomainPattern? Parse(string text)
    {
        if (text == "*")
        {
            return new DomainPattern(null, Below: true);
        }

        var below = text.StartsWith("*.", StringComparison.Ordinal);
        return DomainName.TryParse(below ? text[2..] : text, out var domain) ? new DomainPattern(domain, below) : null;
    }

    public bool Matches(DomainName domain) =>
        Suffix is null || (Below ? domain.Value.EndsWith("." + Suffix.Value, StringComparison.Ordinal) : domain == Suffix);
}
