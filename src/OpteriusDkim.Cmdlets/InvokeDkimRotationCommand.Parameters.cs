using System.Management.Automation;

namespace OpteriusDkim;

/// <content>Parameters.</content>
public sealed partial class InvokeDkimRotationCommand
{
    /// <summary>The signing domains, with wildcards that match domains of the store.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>The selector of the key to replace. Optional if a single key signs.</summary>
    [Parameter(ParameterSetName = Rotate, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ReplaceCompromised, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AbortRotation, Position = 1, ValueFromPipelineByPropertyName = true)]
    [SelectorCell(TakesOne = true)]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string? Selector { get; set; }

    /// <summary>The selector of the new key. The default is the next one.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? NewSelector { get; set; }

    /// <summary>Rsa or Ed25519. The default is the algorithm of the replaced key.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    public DkimKeyAlgorithm Algorithm { get; set; }

    /// <summary>Bits of a new RSA key.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    [ValidateSet("2048", "3072", "4096")]
    public int KeySize { get; set; }

    /// <summary>Continues all active rotations and starts those that are due.</summary>
    [Parameter(ParameterSetName = RotateDue, Mandatory = true)]
    public SwitchParameter Due { get; set; }

    /// <summary>With -Due, also starts rotations whose record has to be published by hand.</summary>
    [Parameter(ParameterSetName = RotateDue)]
    public SwitchParameter IncludeManual { get; set; }

    /// <summary>Replaces a compromised key as fast as possible, regardless of mail in transit.</summary>
    [Parameter(ParameterSetName = ReplaceCompromised, Mandatory = true)]
    public SwitchParameter Compromised { get; set; }

    /// <summary>Aborts the active rotation.</summary>
    [Parameter(ParameterSetName = AbortRotation, Mandatory = true)]
    public SwitchParameter Abort { get; set; }

    /// <summary>Starts a rotation even if the last one was recent.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    public SwitchParameter Force { get; set; }
}
