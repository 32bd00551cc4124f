using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>New-DkimKey: makes keys, on all cores, and shows the records to publish.</summary>
[Cmdlet(VerbsCommon.New, "DkimKey", SupportsShouldProcess = true)]
[OutputType(typeof(DkimKey))]
public sealed class NewDkimKeyCommand : KeyCmdlet
{
    private KeyGenerator? generator;

    /// <summary>The signing domains.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    public string[] Domain { get; set; } = [];

    /// <summary>The selector; the configured one where none is given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string? Selector { get; set; }

    /// <summary>Rsa or Ed25519.</summary>
    [Parameter]
    public DkimKeyAlgorithm Algorithm { get; set; }

    /// <summary>Bits of an RSA key.</summary>
    [Parameter]
    [ValidateSet("2048", "3072", "4096")]
    public int KeySize { get; set; }

    /// <summary>Whom the files belong to, as user or user:group; root only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <summary>Keys made at once; the number of cores where nothing is said.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>Replaces a key of the same name, and keeps it aside.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private KeyParameters Parameters => new(
        IsGiven(nameof(Algorithm)) ? Algorithm : Configuration.Algorithm,
        IsGiven(nameof(KeySize)) ? KeySize : Configuration.KeySize);

    private protected override void Begin()
    {
        CheckAlgorithm(Parameters.Algorithm, IsGiven(nameof(KeySize)) ? KeySize : null);
        if (Owner is null && FileOwner.CallerIsRoot && Configuration.SignerIsAmbiguous)
        {
            Warn(FindingTable.SignerAmbiguous.With());
        }

        generator = new KeyGenerator(OpenStore(Owner), Ed25519);
        OpenWork("Generating DKIM keys", ThrottleLimit);
    }

    private protected override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() => Generate(new RecordName(DomainName.Parse(domain), OpteriusDkim.Selector.Parse(string.IsNullOrEmpty(Selector) ? Configuration.Selector : Selector))));
        }
    }

    private void Generate(RecordName name)
    {
        var parameters = Parameters;
        var what = parameters.Algorithm == DkimKeyAlgorithm.Rsa ? $"RSA {parameters.KeySize}" : "Ed25519";
        if (IsDryRun)
        {
            Store.CheckPut(name, Force);
        }

        if (ShouldProcess(Store.PathOf(name), $"Generate a key ({what}) for {name}"))
        {
            Work.Start(name.Domain.Value, async stopping =>
                Work.Emit(New(Show(await generator!.GenerateAsync(name, parameters, Force, Work, stopping).ConfigureAwait(false)))));
        }
    }

    /// <summary>A new key is shown with the record to publish; the key of a list is a line of a table.</summary>
    private static PSObject New(DkimKey key)
    {
        var item = new PSObject(key);
        item.TypeNames.Insert(0, "OpteriusDkim.DkimKey#New");
        return item;
    }
}
