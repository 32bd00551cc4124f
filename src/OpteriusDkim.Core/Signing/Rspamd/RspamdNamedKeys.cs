using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>The keys in a signing module's settings, maps and tables, whether used for mail or not.</summary>
/// <param name="sourceOf">File and line of a word.</param>
internal sealed class RspamdNamedKeys(RspamdSettings settings, RspamdMaps maps, Func<string, string> sourceOf)
{
    private const string Any = "*";
    private const string SendersDomain = "%";

    private static readonly string[] Unreadable = ["sign_condition", "use_vault"];
    private static readonly string[] MapSettings = ["selector_map", "path_map", "signing_table", "key_table"];

    /// <exception cref="InaccessibleException">The keys can't be determined.</exception>
    public IEnumerable<KeyReference> References(Func<IEnumerable<KeyReference>> inRedis)
    {
        RequireReadable();
        return
        [
            .. settings.DomainBlocks.SelectMany(OfBlock),
            .. OfMaps(),
            .. OfKeyTable(),
            .. OfTemplate(),
            .. settings.IsEnabled && settings.UsesRedis ? inRedis() : [],
        ];
    }

    private void RequireReadable()
    {
        var setting = !settings.IsEnabled ? null
            : Unreadable.FirstOrDefault(name => settings.IsTrue(name, false))
                ?? MapSettings.FirstOrDefault(name => maps[name] is { IsRead: false });
        if (setting is not null)
        {
            var source = sourceOf(setting);
            throw new InaccessibleException(FindingTable.RspamdKeysElsewhere.With(("setting", setting), ("source", source)), source);
        }
    }

    private IEnumerable<KeyReference> OfBlock(RspamdBlock block)
    {
        foreach (var key in block.Keys)
        {
            var selector = key.Selector ?? SelectorOf(block.Domain);
            var path = key.Path ?? maps.Paths?.Find(block.Domain)?.Value ?? settings.Template;
            yield return Reference(path, block.Domain, selector, sourceOf(block.Domain));
        }
    }

    private IEnumerable<KeyReference> OfMaps()
    {
        foreach (var line in (maps.Paths?.Lines ?? []).Where(line => !IsOfBlock(line)))
        {
            var domain = DomainOf(maps.Paths!, line);
            yield return Reference(line.Value, domain, domain == Any ? Any : SelectorOf(domain), line.Source);
        }

        foreach (var line in maps.Selectors?.Lines ?? [])
        {
            var domain = DomainOf(maps.Selectors!, line);
            var path = domain == Any ? null : maps.Paths?.Find(domain)?.Value;
            yield return Reference(path ?? settings.Template, domain, line.Value, line.Source);
        }
    }

    /// <summary>Whether a block uses the line's path with its own selector.</summary>
    private bool IsOfBlock(RspamdMapLine line) => settings.DomainBlocks.Any(
        block => block.Keys.Any(key => key.Path is null) && ReferenceEquals(maps.Paths!.Find(block.Domain), line));

    private IEnumerable<KeyReference> OfKeyTable()
    {
        foreach (var line in maps.Keys?.Lines ?? [])
        {
            var parts = line.Value.Split(':');
            if (parts.Length is 2 or 3 && parts[^1] is ['/' or '.', ..])
            {
                var domain = parts[0].Replace(SendersDomain, Any, StringComparison.Ordinal);
                var path = parts[^1].Replace(SendersDomain, Any, StringComparison.Ordinal);
                yield return Reference(path, domain, parts.Length == 3 ? parts[1] : settings.DefaultSelector, line.Source);
            }
        }
    }

    /// <summary>The path for unlisted domains. With Redis or tables Rspamd doesn't use it.</summary>
    private IEnumerable<KeyReference> OfTemplate()
    {
        if (settings.IsEnabled && settings.FallsBack && !settings.UsesRedis && !settings.HasTables)
        {
            yield return Reference(settings.Template, Any, settings.DefaultSelector, sourceOf("path"));
        }
    }

    /// <summary>A pattern may match any domain.</summary>
    private static string DomainOf(RspamdMap map, RspamdMapLine line) => map.Kind switch
    {
        RspamdMapKind.Hash => line.Key.ToLowerInvariant(),
        RspamdMapKind.ExactHash => line.Key,
        _ => Any,
    };

    private string SelectorOf(string domain) => maps.Selectors?.Find(domain)?.Value ?? settings.DefaultSelector;

    private static KeyReference Reference(string path, string domain, string selector, string source)
    {
        var filled = PathText.Decode(RspamdTemplate.Fill(path, domain, selector));
        return new KeyReference(ResolvedPath.Full(filled, "/"), source)
        {
            Written = Path.Combine("/", filled),
            Domain = domain == Any ? null : domain,
            Selector = selector == Any ? null : selector,
        };
    }
}
