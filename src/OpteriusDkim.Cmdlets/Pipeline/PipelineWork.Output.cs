using System.Management.Automation;

namespace OpteriusDkim;

/// <content>Output of the jobs.</content>
internal sealed partial class PipelineWork
{
    /// <summary>Writes an object to the pipeline.</summary>
    public void Emit(object result) => Post((Action)progress.HideBeforeObject + (() => cmdlet.WriteObject(result)));

    /// <summary>Writes an error about one item.</summary>
    public void Fail(DkimException exception) => PostMessage(() => cmdlet.WriteError(exception.ToErrorRecord()));

    /// <summary>Writes a warning.</summary>
    public void Warn(DkimFinding finding) => PostMessage(() => cmdlet.WriteWarning($"{finding.Message} {finding.Advice}"));

    public void Report(string message) => Post(() => cmdlet.WriteVerbose(message));

    public void ReportWaiting(string reason) => PostMessage(() => cmdlet.WriteWarning(reason));

    /// <summary>Runs an action on the pipeline thread, for example ShouldProcess for -WhatIf.</summary>
    public void Show(Action action) => Post(action);

    /// <summary>Shows the state of a waiting job, and the end of its wait.</summary>
    public void ShowWait(string subject, string state, DateTime until) => Post(() =>
    {
        cmdlet.WriteVerbose($"{subject}: {state}");
        progress.ShowWait($"{subject}: {state}", until);
    });

    private void PostMessage(Action write) => Post((Action)progress.Hide + write);
}
