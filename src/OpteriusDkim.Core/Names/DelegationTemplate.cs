namespace OpteriusDkim.Names;

/// <summary>
/// The form of a target's name below our zone. Selector and domain are labels of their own, so two domains or selectors never
/// have the same target.
/// </summary>
internal sealed record DelegationTemplate
{
    private const string SelectorPart = "{selector}";
    private const string DomainPart = "{domain}";

    private readonly string text;

    private DelegationTemplate(string text) => this.text = text;

    /// <summary>Reads a template; null where it isn't one.</summary>
    /// <param name="text">Labels, among which are {selector} and {domain}, each once.</param>
    public static DelegationTemplate? Parse(string text)
    {
        var labels = text.ToLowerInvariant().Split('.');
        return labels.Count(label => label == SelectorPart) == 1
            && labels.Count(label => label == DomainPart) == 1
            && labels.All(label => label is SelectorPart or DomainPart || DnsLabel.ProblemOf(label, underscores: true) is null)
            ? new DelegationTemplate(string.Join('.', labels))
            : null;
    }

    /// <summary>The whole name.</summary>
    public string Fill(Selector selector, DomainName domain, DomainName zone) =>
        string.Join('.', text.Split('.').Select(label => label switch
        {
            SelectorPart => selector.Value,
            DomainPart => domain.Value,
            _ => label,
        }).Append(zone.Value));

    public override string ToString() => text;
}
