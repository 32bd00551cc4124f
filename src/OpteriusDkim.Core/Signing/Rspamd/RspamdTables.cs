using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Rspamd's signing_table and key_table: the first maps the address in From to a key name, the second the name to
/// <c>domain:selector:path</c>, or <c>domain:path</c> for the default selector. Mail without a match isn't signed.
/// </summary>
internal sealed class RspamdTables(RspamdMaps maps, RspamdSettings settings)
{
    /// <summary>The placeholder for the sender's domain.</summary>
    private const string SendersDomain = "%";

    private static readonly string[] Names = ["signing_table", "key_table"];

    /// <summary>The entries in file order, each with its pattern.</summary>
    public IEnumerable<(SigningEntry Entry, RspamdGlob Pattern)> Entries()
    {
        foreach (var line in maps.Signing?.Lines ?? [])
        {
            if (maps.Signing!.PatternOf(line.Key) is { } glob)
            {
                yield return (EntryOf(line, glob, glob.Domain), glob);
            }
        }
    }

    /// <summary>The entry of a line of signing_table with the key for a domain.</summary>
    public SigningEntry EntryFor(RspamdMapLine line, DomainName domain) => EntryOf(line, maps.Signing!.PatternOf(line.Key)!, domain);

    /// <summary>The signature that Rspamd tries to make for a message.</summary>
    public RspamdSelection Select(RspamdMail mail)
    {
        if (Names.FirstOrDefault(name => maps[name] is { IsRead: false }) is { } unread)
        {
            return RspamdSelection.Of(unread);
        }

        var line = maps.Signing?.Find(maps.LowersAddresses ? mail.Address.ToLowerInvariant() : mail.Address);
        if (line is null)
        {
            return RspamdSelection.None("signing_table");
        }

        var domain = mail.Address[(mail.Address.LastIndexOf('@') + 1)..].ToLowerInvariant();
        var key = KeyOf(line.Value, domain);
        var choice = key is null ? null : ChoiceOf(key, domain);
        var selection = choice switch
        {
            not null => new RspamdSelection([choice]),
            _ when settings.UsesVault && key is null => RspamdSelection.Of("use_vault"),
            _ => RspamdSelection.None("key_table"),
        };
        return selection with { Line = line };
    }

    private SigningEntry EntryOf(RspamdMapLine line, RspamdGlob glob, DomainName? domain)
    {
        var entry = EntryOf(line, domain);
        return entry with { Domain = glob.Domain, Findings = [.. entry.Findings, .. Breadth(line, glob), .. Never(line, glob)] };
    }

    /// <summary>Patterns are case-sensitive, and from 4.1.2 a pattern has to match the whole address.</summary>
    private static IEnumerable<DkimFinding> Never(RspamdMapLine line, RspamdGlob glob) =>
        glob.Domain is { } domain && !glob.CoversDomain(domain.Value)
            ? [FindingTable.RspamdPatternMatchesNothing.With(
                ("source", line.Source), ("pattern", PrintableText.Clean(line.Key)), ("domain", domain))]
            : [];

    /// <summary>Before 4.1.2 a glob without @ also matches domains that end with its domain.</summary>
    private static IEnumerable<DkimFinding> Breadth(RspamdMapLine line, RspamdGlob glob) =>
        glob.Domain is { } domain && glob.CoversDomain("x" + domain.Value)
            ? [FindingTable.PatternTakesMore.With(("source", line.Source), ("pattern", PrintableText.Clean(line.Key)), ("domain", domain))]
            : [];

    private RspamdMapLine? KeyOf(string name, string? domain) =>
        name == SendersDomain && domain is null ? null : maps.Keys?.Find(name == SendersDomain ? domain! : name);

    private SigningEntry EntryOf(RspamdMapLine line, DomainName? domain)
    {
        var entry = new SigningEntry(line.Key, line.Source) { Domain = domain, KeyName = line.Value };
        if (line.Value == SendersDomain && domain is null)
        {
            return entry;
        }

        var wanted = PrintableText.Clean(line.Value == SendersDomain ? domain!.Value : line.Value);
        if (KeyOf(line.Value, domain?.Value) is not { } key)
        {
            return entry with { Findings = [FindingTable.RspamdKeyUnknown.With(("source", line.Source), ("name", wanted))] };
        }

        if (ChoiceOf(key, domain?.Value) is not { } choice)
        {
            return entry with { Findings = [FindingTable.RspamdKeyBroken.With(("source", key.Source), ("name", wanted))] };
        }

        return entry with
        {
            SigningDomain = choice.Domain,
            Selector = choice.Selector,
            KeyPath = choice.File,
            Findings = choice.IsKeyInTable switch
            {
                true => [FindingTable.KeyInTable.With(("source", key.Source))],
                _ when choice.IsRelative => [RspamdEntries.RelativePath(choice, key.Source)],
                _ => [],
            },
        };
    }

    private RspamdChoice? ChoiceOf(RspamdMapLine key, string? domain)
    {
        var parts = key.Value.Split(':');
        var selector = parts.Length == 3 ? parts[1] : settings.SelectorValue;
        if (parts.Length is not (2 or 3) || selector is null)
        {
            return null;
        }

        var signing = Filled(parts[0], domain);
        return parts[^1] is ['/', ..] or ['.', '/' or '.', ..]
            ? new RspamdChoice(signing, selector, RspamdTemplate.Fill(Filled(parts[^1], domain), signing, selector))
            : new RspamdChoice(signing, selector, null) { IsKeyInTable = true };
    }

    private static string Filled(string text, string? domain) =>
        domain is null ? text : text.Replace(SendersDomain, domain, StringComparison.Ordinal);
}
