namespace OpteriusDkim;

/// <summary>What Rspamd's dkim_signing will do, block by block.</summary>
internal sealed class RspamdState : SigningState
{
    private const string Everybody = "*";
    private const string UseRedis = "use_redis";

    private static readonly string[] MapSettings = ["selector_map", "path_map"];
    private static readonly string[] TableSettings = ["signing_table", "key_table"];

    private readonly RspamdFolder folder;
    private readonly bool included;
    private readonly Lazy<RspamdSuffixes> suffixes;
    private readonly Func<string, DkimFinding?> problemOfForm;
    private readonly Lazy<IReadOnlyList<SigningEntry>> entries;
    private readonly Lazy<ILookup<string, SigningEntry>> byPattern;
    private readonly Lazy<(RspamdRedisKeys? Keys, DkimFinding? Problem)> redis;
    private readonly Lazy<IReadOnlyList<(SigningEntry Entry, RspamdGlob Pattern)>> tables;

    public RspamdState(
        RspamdFolder folder,
        RspamdSettings settings,
        RspamdDomainFile own,
        SignerDaemon daemon,
        Lazy<RspamdSuffixes> suffixes,
        Func<string, DkimFinding?> problemOfForm,
        Func<IEnumerable<(string Domain, string Selector)>, RspamdRedisKeys> redisKeys)
    {
        this.folder = folder;
        this.suffixes = suffixes;
        this.problemOfForm = problemOfForm;
        Settings = settings;
        Own = own;
        Daemon = daemon;
        included = folder.IncludesDomainFile();
        redis = new Lazy<(RspamdRedisKeys?, DkimFinding?)>(() => Open(redisKeys, ConfiguredSelectors()));
        tables = new Lazy<IReadOnlyList<(SigningEntry, RspamdGlob)>>(() => [.. Tables()]);
        entries = new Lazy<IReadOnlyList<SigningEntry>>(() => settings.Overrider is { } setting
            ? [.. tables.Value.Select(line => line.Entry), .. Elsewhere(setting), .. Blocks()]
            : [.. Blocks(), .. Maps(), .. Fallback()]);
        byPattern = new Lazy<ILookup<string, SigningEntry>>(() => Entries.ToLookup(entry => entry.Pattern, StringComparer.Ordinal));
    }

    public RspamdSettings Settings { get; }

    public RspamdDomainFile Own { get; }

    /// <inheritdoc/>
    public override SignerType Signer => SignerType.Rspamd;

    /// <inheritdoc/>
    public override SignerDaemon Daemon { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SigningEntry> Entries => entries.Value;

    /// <inheritdoc/>
    public override IReadOnlyList<DkimFinding> Findings => Settings.IsEnabled ? [] : [FindingTable.DkimSigningDisabled.With()];

    /// <inheritdoc/>
    public override DkimFinding? NotEditable =>
        !Settings.IsEnabled ? FindingTable.DkimSigningDisabled.With()
        : Settings.Overrider is { } setting ? FindingTable.BlocksOverridden.With(("setting", setting))
        : !included ? FindingTable.DomainFileNotIncluded.With(("path", folder.LocalPath), ("file", Own.Path))
        : Own.ForeignLine is { } line ? FindingTable.DomainFileForeign.With(("source", $"{Own.Path}:{line}"))
        : null;

    /// <inheritdoc/>
    public override IReadOnlyList<SignerFile> Files => [new SignerFile(Own.Path, Own.Content)];

    /// <summary>The domain as which mail of another is signed.</summary>
    /// <param name="domain">The sender's domain.</param>
    public string SigningDomainOf(DomainName domain) =>
        Settings.UsesRegisteredDomain ? suffixes.Value.RegisteredDomainOf(domain) : domain.Value;

    /// <inheritdoc/>
    public override SigningDecision DecisionFor(DomainName domain)
    {
        if (!Settings.IsEnabled)
        {
            return new SigningDecision([], []);
        }

        if (Settings.Overrider is { } setting)
        {
            return setting == UseRedis ? DecisionOfRedis(domain) : DecisionOfTables(domain, setting);
        }

        var signing = SigningDomainOf(domain);
        var named = EntriesNamed(signing).ToArray();
        return new SigningDecision(named.Length > 0 ? named : [.. FallbackFor(signing)], []);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SigningEntry> OwnEntries(DomainName domain) =>
        [.. EntriesNamed(domain.Value).Where(entry => entry.IsOwn)];

    /// <summary>The entries of one pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    public IEnumerable<SigningEntry> EntriesNamed(string pattern) => byPattern.Value[pattern];

    /// <summary>What would sign a domain without its own block: the template, where there is a key for it.</summary>
    /// <param name="signing">The domain of the signature.</param>
    public IEnumerable<SigningEntry> FallbackFor(string signing)
    {
        var path = Filled(Settings.Template, signing, Settings.DefaultSelector);
        if (Settings.FallsBack && File.Exists(path))
        {
            yield return Entry(Everybody, signing, new RspamdSignature(Settings.DefaultSelector, path), folder.SourceOf("path"), isOwn: false);
        }
    }

    private IEnumerable<SigningEntry> Blocks()
    {
        foreach (var (name, signatures) in Settings.Blocks())
        {
            var ours = included && DomainName.TryParse(name, out var domain) && Own.Domains.TryGetValue(domain, out var block)
                && signatures.SequenceEqual(block.Signatures) ? block.Line : (int?)null;
            var source = ours is { } line ? $"{Own.Path}:{line}" : folder.SourceOf(name);
            foreach (var signature in signatures)
            {
                var entry = Entry(name, name, signature, source, ours is not null);
                yield return Settings.Overrider is { } setting ? entry with { Findings = [FindingTable.BlocksOverridden.With(("setting", setting)), .. entry.Findings] } : entry;
            }
        }
    }

    private IEnumerable<SigningEntry> Maps()
    {
        var maps = MapSettings.Select(MapOf).ToArray();
        var (selectors, paths) = (ByKey(maps[0].Map), ByKey(maps[1].Map));
        var blocks = Settings.Blocks().Select(block => block.Domain).ToHashSet(StringComparer.Ordinal);
        foreach (var name in selectors.Keys.Concat(paths.Keys).Distinct().Where(name => !blocks.Contains(name)))
        {
            var signature = new RspamdSignature(
                selectors.TryGetValue(name, out var selector) ? selector.Value : Settings.DefaultSelector, paths.TryGetValue(name, out var path) ? path.Value : Settings.Template);
            yield return Entry(name, name, signature, selector.Source ?? path.Source, isOwn: false);
        }

        foreach (var map in maps.Where(map => map.Map is { IsRead: false }))
        {
            yield return Unknown(map.Setting);
        }
    }

    private static Dictionary<string, (string Value, string Source)> ByKey(RspamdMap? map)
    {
        var values = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var (key, value, source) in map?.Lines ?? [])
        {
            values.TryAdd(key, (value, source));
        }

        return values;
    }

    private (string Setting, RspamdMap? Map) MapOf(string setting) =>
        (setting, Settings.Value(setting) is { } value ? RspamdMap.Of(value, folder.SourceOf(setting)) : null);

    /// <summary>The entries of signing_table, where it and the key_table can be read.</summary>
    private IEnumerable<(SigningEntry Entry, RspamdGlob Pattern)> Tables() =>
        Settings.Overrider == "signing_table" && MapOf("signing_table").Map is { IsRead: true } signing && MapOf("key_table").Map is { IsRead: true } keys
            ? new RspamdTables(signing, keys, Settings.DefaultSelector).Entries().Select(line => (Judged(line.Entry), line.Pattern))
            : [];

    private SigningEntry Judged(SigningEntry entry) => entry.KeyPath is { } path && problemOfForm(path) is { } problem
        ? entry with { Findings = [.. entry.Findings, problem] }
        : entry;

    /// <summary>What signs from elsewhere: keys in Redis; and what can't be read here: a vault, a function, tables at a URL.</summary>
    private IEnumerable<SigningEntry> Elsewhere(string setting)
    {
        if (setting == UseRedis)
        {
            foreach (var entry in redis.Value.Keys?.Entries() ?? [UnknownRedis()])
            {
                yield return entry;
            }
        }
        else if (setting != "signing_table")
        {
            yield return Unknown(setting);
        }
        else
        {
            foreach (var table in TableSettings.Select(MapOf).Where(table => table.Map is not { IsRead: true }))
            {
                yield return Unknown(table.Map is null ? "use_vault" : table.Setting);
            }
        }
    }

    private static (RspamdRedisKeys? Keys, DkimFinding? Problem) Open(
        Func<IEnumerable<(string Domain, string Selector)>, RspamdRedisKeys> redisKeys, IEnumerable<(string Domain, string Selector)> configured)
    {
        try
        {
            return (redisKeys(configured), null);
        }
        catch (DkimException exception)
        {
            return (null, exception.Finding);
        }
    }

    /// <summary>The selectors that blocks, or else the map, give domains.</summary>
    private IEnumerable<(string Domain, string Selector)> ConfiguredSelectors()
    {
        var blocks = Settings.Blocks().ToArray();
        var names = blocks.Select(block => block.Domain).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. blocks.SelectMany(block => block.Signatures.Select(signature => (block.Domain, signature.Selector))),
            .. ByKey(MapOf("selector_map").Map).Where(line => !names.Contains(line.Key)).Select(line => (line.Key, line.Value.Value)),
        ];
    }

    private SigningEntry UnknownRedis() => new(Everybody, folder.SourceOf(UseRedis)) { Findings = [redis.Value.Problem!] };

    private SigningDecision DecisionOfRedis(DomainName domain) =>
        new([.. redis.Value.Keys?.EntriesFor(SigningDomainOf(domain)) ?? [UnknownRedis()]], []);

    private SigningEntry Unknown(string setting) => new(Everybody, folder.SourceOf(setting))
    {
        Findings = [FindingTable.KeysElsewhere.With(("setting", setting))],
    };

    /// <summary>The first pattern that takes all mail of a domain, after those for some of it; and what can't be read, which may sign too.</summary>
    private SigningDecision DecisionOfTables(DomainName domain, string setting)
    {
        var lines = tables.Value.TakeWhile(line => !line.Pattern.CoversDomain(domain.Value)).ToArray();
        return new SigningDecision(
            [.. tables.Value.Skip(lines.Length).Take(1).Select(line => line.Entry), .. Elsewhere(setting)],
            [.. lines.Where(line => line.Entry.Pattern.EndsWith("@" + domain.Value, StringComparison.OrdinalIgnoreCase)).Select(line => line.Entry)]);
    }

    private IEnumerable<SigningEntry> Fallback()
    {
        var folderOfKeys = Path.GetDirectoryName(Settings.Template.Split('$')[0] + "x")!;
        if (Settings.FallsBack && Directory.Exists(folderOfKeys))
        {
            yield return new SigningEntry(Everybody, folder.SourceOf("path"))
            {
                Selector = Settings.DefaultSelector,
                Findings = [FindingTable.SignsByTemplate.With(("path", Settings.Template), ("selector", Settings.DefaultSelector))],
            };
        }
    }

    private SigningEntry Entry(string pattern, string name, RspamdSignature signature, string source, bool isOwn)
    {
        var domain = pattern != Everybody && DomainName.TryParse(name, out var parsed) ? parsed : null;
        var path = Filled(signature.Path, name, signature.Selector);
        return new SigningEntry(pattern, source)
        {
            Domain = domain,
            IsOwn = isOwn,
            SigningDomain = name,
            Selector = signature.Selector,
            KeyPath = path,
            Findings =
            [
                .. domain is not null && SigningDomainOf(domain) is var parent && parent != domain.Value
                    ? [FindingTable.SubdomainSignedAsParent.With(("domain", domain), ("parent", parent))]
                    : Array.Empty<DkimFinding>(),
                .. domain is not null && domain.Value != name && domain.Value.Equals(name, StringComparison.OrdinalIgnoreCase)
                    ? [FindingTable.BlockNeverMatches.With(("source", source), ("name", PrintableText.Clean(name)), ("domain", domain))]
                    : Array.Empty<DkimFinding>(),
                .. problemOfForm(path) is { } problem ? [problem] : Array.Empty<DkimFinding>(),
            ],
        };
    }

    private static string Filled(string path, string domain, string selector) => path
        .Replace("$domain", domain, StringComparison.Ordinal)
        .Replace("$selector", selector, StringComparison.Ordinal);
}
