namespace OpteriusDkim.Signing.Rspamd;

/// <summary>The keys with which Rspamd signs for a domain.</summary>
internal sealed class RspamdDomainKeys(RspamdSettings settings, RspamdMaps maps)
{
    private static readonly string[] DomainMaps = ["selector_map", "path_map"];

    private readonly Lazy<Dictionary<string, RspamdBlock>> blocks = new(() =>
        settings.DomainBlocks.DistinctBy(block => block.Domain).ToDictionary(block => block.Domain, StringComparer.Ordinal));

    /// <summary>The keys of a domain: those of its block, completed by maps and defaults, else the template.</summary>
    public RspamdSelection For(string domain)
    {
        var usesVault = settings.UsesVault && (maps["vault_domains"] is not { IsRead: true } vault || vault.Find(domain) is not null);
        if (settings.OverridingSetting == "use_vault")
        {
            return usesVault ? RspamdSelection.Of("use_vault") : RspamdSelection.None("vault_domains");
        }

        var block = blocks.Value.GetValueOrDefault(domain);
        if (block is { IsUnusable: true })
        {
            return RspamdSelection.None("domain");
        }

        if (UnreadMap() is { } unread)
        {
            return RspamdSelection.Of(unread);
        }

        var keys = block?.Keys ?? [];
        if (keys.Count == 0 && !usesVault && (IsInMap(domain) || settings.FallsBack))
        {
            keys = [new RspamdBlockKey(null, null)];
        }

        return new RspamdSelection(UntilError(keys.Select(key => ChoiceOf(domain, key))))
        {
            Unknown = usesVault ? "use_vault" : null,
            ExcludedBy = keys.Count == 0 && !usesVault ? "try_fallback" : null,
        };
    }

    private bool IsInMap(string domain) => maps.Selectors?.Find(domain) is not null || maps.Paths?.Find(domain) is not null;

    private string? UnreadMap() => Array.Find(DomainMaps, name => maps[name] is { IsRead: false });

    /// <summary>The signature for a key of a block.</summary>
    public RspamdChoice ChoiceOf(string domain, RspamdBlockKey key)
    {
        var selector = key.SelectorValue is null ? maps.Selectors?.Find(domain)?.Value ?? settings.SelectorValue : key.Selector;
        var path = key.PathValue is null ? maps.Paths?.Find(domain)?.Value ?? settings.TemplateValue : key.Path;
        var filled = path is null || selector is null ? null : RspamdTemplate.Fill(path, domain, selector);
        return new RspamdChoice(domain, selector, filled) { EndsSigning = path is null };
    }

    private static IReadOnlyList<RspamdChoice> UntilError(IEnumerable<RspamdChoice> choices) =>
        [.. choices.TakeWhile(choice => !choice.EndsSigning).Where(choice => choice.Selector is not null)];
}
