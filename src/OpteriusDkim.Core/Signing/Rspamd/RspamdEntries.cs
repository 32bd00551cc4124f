using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Lists the entries of a dkim_signing configuration (blocks, maps, tables, template) with their findings.</summary>
internal sealed class RspamdEntries
{
    public const string AnyDomain = "*";

    private static readonly string[] TableSettings = ["signing_table", "key_table"];
    private static readonly string[] MapSettings = ["selector_map", "path_map"];

    private readonly RspamdFolder folder;
    private readonly RspamdSettings settings;
    private readonly RspamdMaps maps;
    private readonly RspamdRules rules;
    private readonly RspamdDomainFile own;
    private readonly bool isOwnIncluded;

    public RspamdEntries(RspamdFolder folder, RspamdSettings settings, RspamdMaps maps, RspamdRules rules, RspamdDomainFile own)
    {
        (this.folder, this.settings, this.maps, this.rules, this.own) = (folder, settings, maps, rules, own);
        isOwnIncluded = folder.IncludesDomainFile();
    }

    /// <summary>The entries of blocks in file order.</summary>
    public IEnumerable<SigningEntry> OfBlocks()
    {
        foreach (var block in settings.DomainBlocks)
        {
            var line = OwnLineOf(block);
            var source = line is { } number ? $"{own.Path}:{number}" : folder.SourceOf(block.Domain);
            var problem = ProblemOf(block, source);
            if (block.Keys.Count == 0 && problem is not null)
            {
                yield return Entry(block.Domain, new RspamdChoice(block.Domain, null, null), source) with { Findings = [problem] };
            }

            foreach (var key in block.Keys)
            {
                var entry = Entry(block.Domain, rules.Keys.ChoiceOf(block.Domain, key), source) with { IsOwn = line is not null };
                yield return entry with { Findings = [.. ProblemsOf(block, key, problem, source), .. entry.Findings] };
            }
        }
    }

    /// <summary>The entries of selector_map and path_map for domains without keys in a block.</summary>
    public IEnumerable<SigningEntry> OfMaps()
    {
        var blocks = settings.DomainBlocks.Where(block => block.Keys.Count > 0).Select(block => block.Domain)
            .ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (map, line) in Lines(maps.Selectors).Concat(Lines(maps.Paths)))
        {
            var isPattern = map.Kind is RspamdMapKind.Glob or RspamdMapKind.Expression;
            var name = map.Kind == RspamdMapKind.Hash ? line.Key.ToLowerInvariant() : line.Key;
            if (isPattern)
            {
                yield return new SigningEntry(line.Key, line.Source)
                {
                    Outcome = DkimSigningOutcome.Unreachable,
                    Selector = map == maps.Selectors ? line.Value : null,
                };
            }
            else if (!blocks.Contains(name) && seen.Add(name))
            {
                var entry = Entry(name, rules.Keys.ChoiceOf(name, new RspamdBlockKey(null, null)), map.Find(line.Key)!.Source);
                yield return entry with { Findings = [.. NeverMatches(name, line.Source), .. entry.Findings] };
            }
        }
    }

    /// <summary>The entries of signing_table, if it and key_table can be read.</summary>
    public IEnumerable<(SigningEntry Entry, RspamdGlob Pattern)> OfTables() =>
        settings.HasTables && maps.Signing is { IsRead: true } && maps.Keys is { IsRead: true }
            ? new RspamdTables(maps, settings).Entries()
            : [];

    /// <summary>The entry of a line of signing_table with the key for a domain.</summary>
    public SigningEntry OfTable(RspamdMapLine line, DomainName domain) => new RspamdTables(maps, settings).EntryFor(line, domain);

    /// <summary>Entries for sources of keys that can't be read and may sign.</summary>
    public IEnumerable<SigningEntry> OfUnreadable() => Unread().Select(Unknown);

    /// <summary>The template for unlisted domains, if the folder of its keys exists.</summary>
    public IEnumerable<SigningEntry> OfTemplate()
    {
        if (settings.FallsBack && Directory.Exists(Path.GetDirectoryName(settings.Template.Split('$')[0] + "x")))
        {
            yield return new SigningEntry(AnyDomain, folder.SourceOf("path"))
            {
                Selector = settings.DefaultSelector,
                Findings = [FindingTable.SignsByTemplate.With(("path", settings.Template), ("selector", settings.DefaultSelector))],
            };
        }
    }

    /// <summary>An entry for a source of keys that can't be read.</summary>
    /// <param name="setting">The setting of that source.</param>
    public SigningEntry Unknown(string setting) => new(AnyDomain, folder.SourceOf(setting))
    {
        Outcome = DkimSigningOutcome.Unreachable,
        Findings = [FindingTable.KeysElsewhere.With(("setting", setting))],
    };

    /// <summary>An entry for a signature that Rspamd tries to make.</summary>
    /// <param name="pattern">The senders that it applies to.</param>
    public SigningEntry Entry(string pattern, RspamdChoice choice, string source)
    {
        var domain = pattern != AnyDomain && DomainName.TryParse(pattern, out var parsed) ? parsed : null;
        var parent = domain is null ? null : rules.SigningDomainOf(domain);
        return new SigningEntry(pattern, source)
        {
            Domain = domain,
            SigningDomain = choice.Domain,
            Selector = choice.Selector,
            KeyPath = choice.File,
            Findings =
            [
                .. parent is null || parent == domain!.Value
                    ? []
                    : new[] { FindingTable.SubdomainSignedAsParent.With(("domain", domain), ("parent", parent)) },
                .. choice.IsRelative ? [RelativePath(choice, source)] : Array.Empty<DkimFinding>(),
            ],
        };
    }

    /// <summary>The finding for a key path that isn't absolute.</summary>
    internal static DkimFinding RelativePath(RspamdChoice choice, string source) =>
        FindingTable.RspamdPathRelative.With(("source", source), ("path", PrintableText.Quote(choice.KeyPath!)));

    private IEnumerable<string> Unread()
    {
        if (settings.OverridingSetting == "sign_condition" || settings.UsesVault)
        {
            yield return settings.OverridingSetting == "sign_condition" ? "sign_condition" : "use_vault";
        }

        foreach (var setting in (settings.HasTables ? TableSettings : MapSettings).Where(setting => maps[setting] is { IsRead: false }))
        {
            yield return setting;
        }
    }

    private int? OwnLineOf(RspamdBlock block) =>
        isOwnIncluded && DomainName.TryParse(block.Domain, out var domain) && own.Domains.TryGetValue(domain, out var line)
            && block.Keys.Select(key => new RspamdSignature(key.Selector ?? "", key.Path ?? "")).SequenceEqual(line.Signatures)
            ? line.Line
            : null;

    private static DkimFinding? ProblemOf(RspamdBlock block, string source)
    {
        if (block.HasSelectorsWithoutBrackets)
        {
            return FindingTable.SelectorsWithoutBrackets.With(("source", source), ("domain", PrintableText.Clean(block.Domain)));
        }

        return block.IsUnusable ? NotText(block, source) : null;
    }

    private static IEnumerable<DkimFinding> ProblemsOf(RspamdBlock block, RspamdBlockKey key, DkimFinding? problem, string source)
    {
        if (problem is not null)
        {
            yield return problem;
        }

        if (key.IsUnusable)
        {
            yield return NotText(block, source);
        }

        foreach (var finding in NeverMatches(block.Domain, source))
        {
            yield return finding;
        }
    }

    private static DkimFinding NotText(RspamdBlock block, string source) =>
        FindingTable.RspamdValueNotText.With(("source", source), ("domain", PrintableText.Clean(block.Domain)));

    /// <summary>Rspamd looks up a sender's domain in lower case and as A-labels.</summary>
    private static IEnumerable<DkimFinding> NeverMatches(string name, string source) =>
        DomainName.TryParse(name, out var domain) && domain.Value != name
            ? [FindingTable.BlockNeverMatches.With(("source", source), ("name", PrintableText.Clean(name)), ("domain", domain))]
            : [];

    private static IEnumerable<(RspamdMap Map, RspamdMapLine Line)> Lines(RspamdMap? map) => map?.Lines.Select(line => (map, line)) ?? [];
}
