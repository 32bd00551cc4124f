using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Out-Default that also shows what it still holds back when an error ends the pipeline.</summary>
/// <remarks>
/// It gathers objects for a moment to fit columns to them. What was done before the error would be lost from sight:
/// a key that was made, and the record to publish.
/// </remarks>
[Cmdlet("Out", "Terminal")]
public sealed class OutTerminalCommand : PSCmdlet, IDisposable
{
    private SteppablePipeline? formatter;

    /// <summary>What is to be shown.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Stopping)
        {
            Finish();
        }

        formatter?.Dispose();
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        formatter = ScriptBlock.Create("Out-Default").GetSteppablePipeline();
        formatter.Begin(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => formatter?.Process(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing() => Finish();

    private void Finish()
    {
        var ending = formatter;
        formatter = null;
        ending?.End();
        ending?.Dispose();
    }
}
