using System.Management.Automation;

namespace OpteriusDkim;

/// <content>Parameters.</content>
public sealed partial class NewDkimKeyCommand
{
    /// <summary>The signing domains.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The selector. The default is the configured one.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SelectorCell(TakesOne = true)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Selector { get; set; }

    /// <summary>Rsa or Ed25519.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AlgorithmCell]
    public DkimKeyAlgorithm? Algorithm { get; set; }

    /// <summary>The size of an RSA key in bits.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell(Name = "KeySize")]
    [NumberFrom(Choices = [2048, 3072, 4096], AlsoAccepted = [RequestedKeySize.OfEd25519])]
    [ArgumentCompleter(typeof(KeySizeCompleter))]
    public int? KeySize { get; set; }

    /// <summary>The owner of the files, as user or user:group; root only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Owner { get; set; }

    /// <summary>The maximum number of keys generated concurrently. The default is the number of cores.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// Replaces a key of the same name, with a backup, and accepts a selector although another key signs or it was retired.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }
}
