namespace OpteriusDkim;

/// <summary>What Rspamd's dkim_signing will do, block by block.</summary>
internal sealed class RspamdState : SigningState
{
    private const string Everybody = "*";

    private readonly RspamdFolder folder;
    private readonly bool included;
    private readonly Lazy<RspamdSuffixes> suffixes;
    private readonly Func<string, DkimFinding?> problemOfForm;
    private readonly Lazy<IReadOnlyList<SigningEntry>> entries;
    private readonly Lazy<ILookup<string, SigningEntry>> byPattern;
    private readonly IReadOnlyDictionary<string, string> selectors;
    private readonly IReadOnlyDictionary<string, string> paths;

    public RspamdState(
        RspamdFolder folder,
        RspamdSettings settings,
        RspamdDomainFile own,
        SignerDaemon daemon,
        Lazy<RspamdSuffixes> suffixes,
        Func<string, DkimFinding?> problemOfForm)
    {
        this.folder = folder;
        this.suffixes = suffixes;
        this.problemOfForm = problemOfForm;
        Settings = settings;
        Own = own;
        Daemon = daemon;
        included = folder.IncludesDomainFile();
        selectors = RspamdMap.Read(settings.Map("selector_map"));
        paths = RspamdMap.Read(settings.Map("path_map"));
        entries = new Lazy<IReadOnlyList<SigningEntry>>(() => [.. Blocks(), .. Maps(), .. Fallback()]);
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
    public override IReadOnlyList<DkimFinding> Findings =>
    [
        .. Settings.IsEnabled ? Array.Empty<DkimFinding>() : [FindingTable.DkimSigningDisabled.With()],
        .. Settings.Overrider is { } setting ? [FindingTable.BlocksOverridden.With(("setting", setting)), FindingTable.KeysElsewhere.With(("setting", setting))] : Array.Empty<DkimFinding>(),
    ];

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
        if (!Settings.IsEnabled || Settings.Overrider is not null)
        {
            return new SigningDecision([], []);
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
                yield return Entry(name, name, signature, source, ours is not null);
            }
        }
    }

    private IEnumerable<SigningEntry> Maps()
    {
        var blocks = Settings.Blocks().Select(block => block.Domain).ToHashSet(StringComparer.Ordinal);
        foreach (var name in selectors.Keys.Concat(paths.Keys).Distinct().Where(name => !blocks.Contains(name)))
        {
            var signature = new RspamdSignature(selectors.GetValueOrDefault(name) ?? Settings.DefaultSelector, paths.GetValueOrDefault(name) ?? Settings.Template);
            yield return Entry(name, name, signature, RspamdMap.PathOf(Settings.Map(selectors.ContainsKey(name) ? "selector_map" : "path_map")!), isOwn: false);
        }
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
                .. problemOfForm(path) is { } problem ? [problem] : Array.Empty<DkimFinding>(),
            ],
        };
    }

    private static string Filled(string path, string domain, string selector) => path
        .Replace("$domain", domain, StringComparison.Ordinal)
        .Replace("$selector", selector, StringComparison.Ordinal);
}
