namespace OpteriusDkim;

/// <summary>
/// Rspamd's signing_table and key_table: the first pattern that takes the address in From gives a name, the first that takes
/// the name gives <c>domain:selector:path</c>, or <c>domain:path</c> for the default selector. What fits nothing leaves unsigned.
/// </summary>
/// <param name="signing">The signing_table.</param>
/// <param name="keys">The key_table.</param>
/// <param name="defaultSelector">The selector where a key names none.</param>
internal sealed class RspamdTables(RspamdMap signing, RspamdMap keys, string defaultSelector)
{
    // A name that stands for the domain of the sender itself.
    private const string SendersDomain = "%";

    private readonly (RspamdGlob Pattern, string Value, string Source)[] keyLines =
        [.. keys.Lines.Select(line => (new RspamdGlob(line.Key), line.Value, line.Source))];

    /// <summary>The entries in their order, each with the pattern by which it is chosen.</summary>
    public IEnumerable<(SigningEntry Entry, RspamdGlob Pattern)> Entries()
    {
        foreach (var (pattern, name, source) in signing.Lines)
        {
            var glob = new RspamdGlob(pattern);
            var entry = EntryOf(pattern, name, source, glob.Domain);
            yield return (entry with { Findings = [.. entry.Findings, .. Breadth(glob, entry)] }, glob);
        }
    }

    /// <summary>A pattern is searched for: without an @ before its domain it takes all domains that end in it.</summary>
    private static IEnumerable<DkimFinding> Breadth(RspamdGlob glob, SigningEntry entry) =>
        glob.Domain is { } domain && glob.CoversDomain("x" + domain.Value)
            ? [FindingTable.PatternTakesMore.With(("source", entry.Source), ("pattern", PrintableText.Clean(entry.Pattern)), ("domain", domain))]
            : [];

    private SigningEntry EntryOf(string pattern, string name, string source, DomainName? domain)
    {
        var entry = new SigningEntry(pattern, source) { Domain = domain, KeyName = name };
        if (name == SendersDomain && domain is null)
        {
            return entry;
        }

        var wanted = name == SendersDomain ? domain!.Value : name;
        var key = keyLines.FirstOrDefault(line => line.Pattern.IsMatch(wanted));
        if (key.Pattern is null)
        {
            return entry with { Findings = [FindingTable.RspamdKeyUnknown.With(("source", source), ("name", PrintableText.Clean(wanted)))] };
        }

        var parts = key.Value.Split(':');
        if (parts.Length is not (2 or 3))
        {
            return entry with { Findings = [FindingTable.RspamdKeyBroken.With(("source", key.Source), ("name", PrintableText.Clean(wanted)))] };
        }

        var path = Filled(parts[^1], domain);
        return entry with
        {
            SigningDomain = Filled(parts[0], domain),
            Selector = parts.Length == 3 ? parts[1] : defaultSelector,
            KeyPath = path.StartsWith('/') ? path : null,
            Findings = path.StartsWith('/') ? [] : [FindingTable.KeyInTable.With(("source", key.Source))],
        };
    }

    private static string Filled(string text, DomainName? domain) =>
        domain is null ? text : text.Replace(SendersDomain, domain.Value, StringComparison.Ordinal);
}
