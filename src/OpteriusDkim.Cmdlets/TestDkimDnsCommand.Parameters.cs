using System.Management.Automation;

namespace OpteriusDkim;

/// <content>What is asked for.</content>
public sealed partial class TestDkimDnsCommand
{
    /// <summary>The DNS provider in whose form advice is given; the configured one where none is given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? Provider { get; set; }

    /// <summary>Waits until the records are verified, and says when it is safe to sign.</summary>
    [Parameter(ParameterSetName = UntilVerified, Mandatory = true)]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait at most; a bare number is seconds.</summary>
    [Parameter(ParameterSetName = UntilVerified)]
    [Seconds]
    [ArgumentCompleter(typeof(NoCompleter))]
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gives one true or false for each domain, true where all its keys are verified, in place of the tests.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }
}
