using System.Management.Automation;

namespace OpteriusDkim;

/// <content>Parameters.</content>
public sealed partial class TestDkimDnsCommand
{
    /// <summary>The DNS provider for the form of records in advice. The default is the configured one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? Provider { get; set; }

    /// <summary>Waits until the records are verified, and reports when it is safe to sign.</summary>
    [Parameter(ParameterSetName = UntilVerified, Mandatory = true)]
    public SwitchParameter Wait { get; set; }

    /// <summary>The maximum time to wait, as a time span or in seconds.</summary>
    [Parameter(ParameterSetName = UntilVerified)]
    [Seconds]
    [ArgumentCompleter(typeof(NoCompleter))]
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Returns a Boolean per domain instead of the tests: true if all its keys are verified.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }
}
