using System.Collections.ObjectModel;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Import-DkimKey: copies existing keys into the store.</summary>
[Cmdlet(VerbsData.Import, "DkimKey", SupportsShouldProcess = true)]
[OutputType(typeof(DkimKey))]
public sealed class ImportDkimKeyCommand : KeyCmdlet
{
    private KeyImport? import;

    /// <summary>Key files, or folders with key files, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [SupportsWildcards]
    [PathFromObject]
    public string[] Path { get; set; } = [];

    /// <summary>The signing domain, if it can't be derived.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string? Domain { get; set; }

    /// <summary>The selector, if it can't be derived.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [SelectorCell(TakesOne = true)]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string? Selector { get; set; }

    /// <summary>The owner of the files, as user or user:group; root only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Owner { get; set; }

    /// <summary>The signer. The default is the configured or installed one.</summary>
    [Parameter]
    public SignerType? Signer { get; set; }

    private protected override SignerType? ChosenSigner => Signer;

    private protected override void Begin()
    {
        import = new KeyImport(OpenStore(Owner), References, Ed25519);
        OpenWork("Importing DKIM keys", Environment.ProcessorCount);
    }

    private protected override void Process()
    {
        var domain = string.IsNullOrEmpty(Domain) ? null : DomainName.Parse(Domain);
        var selector = string.IsNullOrEmpty(Selector) ? null : Names.Selector.ParseForNewKey(Selector);
        foreach (var file in Path.SelectMany(FilesAt))
        {
            Try(() => Import(import!.Identify(file, domain, selector)));
        }
    }

    private IEnumerable<string> FilesAt(string path)
    {
        var files = new List<string>();
        Try(() =>
        {
            files.AddRange(Resolve(path).SelectMany(KeyImport.FilesAt));
        });
        return files;
    }

    private Collection<string> Resolve(string path)
    {
        try
        {
            return WildcardPattern.ContainsWildcardCharacters(path) ? GetResolvedProviderPathFromPSPath(path, out _) : [ResolvePath(path)];
        }
        catch (Exception exception) when (exception is SessionStateException or WildcardPatternException or PSNotSupportedException)
        {
            throw new NotFoundException(FindingTable.ImportPathMissing.With(("path", PrintableText.Quote(path))), path, exception);
        }
    }

    private void Import(KeySource source)
    {
        import!.Check(source);
        if (!ShouldProcess(Store.PathOf(source.Name), $"Copy {source.Path} as the key of {source.Name}"))
        {
            return;
        }

        Work.Start(source.Path, async stopping =>
        {
            var stored = await import.ImportAsync(source, Work, stopping).ConfigureAwait(false);
            Work.Emit(Show(stored));
            foreach (var finding in import.Findings(source, stored))
            {
                Work.Warn(finding);
            }
        });
    }
}
