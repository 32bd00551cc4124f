using System.Management.Automation;

namespace OpteriusDkim;

/// <content>What is asked for.</content>
public sealed partial class InvokeDkimRotationCommand
{
    /// <summary>The signing domains; wildcards are taken, and mean domains of the store.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>The key to be replaced; it may be left out where one key signs.</summary>
    [Parameter(ParameterSetName = Rotate, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ReplaceCompromised, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AbortRotation, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string? Selector { get; set; }

    /// <summary>The selector of the new key; the next one where none is given.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? NewSelector { get; set; }

    /// <summary>Rsa or Ed25519; the algorithm of the key that is replaced where nothing is said.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    public DkimKeyAlgorithm Algorithm { get; set; }

    /// <summary>Bits of a new RSA key.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    [ValidateSet("2048", "3072", "4096")]
    public int KeySize { get; set; }

    /// <summary>Takes all rotations under way, and starts those that are due.</summary>
    [Parameter(ParameterSetName = RotateDue, Mandatory = true)]
    public SwitchParameter Due { get; set; }

    /// <summary>With -Due, starts rotations too where a person has to publish the record.</summary>
    [Parameter(ParameterSetName = RotateDue)]
    public SwitchParameter IncludeManual { get; set; }

    /// <summary>Stays until the rotations are over.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait at most; a bare number is seconds.</summary>
    [Parameter]
    [Seconds]
    [ArgumentCompleter(typeof(NoCompleter))]
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Replaces a key that others may have: as fast as can be, and without regard to mail on its way.</summary>
    [Parameter(ParameterSetName = ReplaceCompromised, Mandatory = true)]
    public SwitchParameter Compromised { get; set; }

    /// <summary>Takes the rotation under way back.</summary>
    [Parameter(ParameterSetName = AbortRotation, Mandatory = true)]
    public SwitchParameter Abort { get; set; }

    /// <summary>Starts a rotation however soon after the last.</summary>
    [Parameter(ParameterSetName = Rotate)]
    [Parameter(ParameterSetName = ReplaceCompromised)]
    public SwitchParameter Force { get; set; }

    /// <summary>Domains worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>The signer; the configured or installed one where none is given.</summary>
    [Parameter]
    public SignerType? Signer { get; set; }
}
