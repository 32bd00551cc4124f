using System.Management.Automation;

namespace OpteriusDkim;

/// <content>What is asked for.</content>
public sealed partial class NewDkimKeyCommand
{
    /// <summary>The signing domains.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The selector; the configured one where none is given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Selector { get; set; }

    /// <summary>Rsa or Ed25519.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AlgorithmCell]
    public DkimKeyAlgorithm? Algorithm { get; set; }

    /// <summary>Bits of an RSA key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell(Name = "KeySize")]
    [NumberFrom(Choices = [2048, 3072, 4096], AlsoTaken = [Ed25519Size])]
    [ArgumentCompleter(typeof(KeySizeCompleter))]
    public int? KeySize { get; set; }

    /// <summary>Whom the files belong to, as user or user:group; root only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Owner { get; set; }

    /// <summary>Keys made at once; the number of cores where nothing is said.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// Replaces a key of the same name, of which a backup is kept, and takes a selector in spite of what signs or was retired.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }
}
