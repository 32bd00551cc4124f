using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace OpteriusDkim;

/// <summary>Runs PowerShell code in a runspace of its own, and forwards its output as progress.</summary>
internal sealed class OwnRunspace(IProgressLog log)
{
    /// <summary>Removes secrets from a text before it is shown.</summary>
    public Func<string, string> Redact { get; init; } = text => text;

    /// <summary>Runs a command.</summary>
    /// <returns>Why it failed: its first error, or an exit code other than 0; null if it didn't.</returns>
    public string? Run(Action<PowerShell> prepare, CancellationToken cancellation)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        prepare(shell);
        using var output = new PSDataCollection<PSObject>();
        ReportAsWritten(output);
        ReportAsWritten(shell.Streams.Warning);
        ReportAsWritten(shell.Streams.Information);
        using var stopping = cancellation.Register(() => shell.BeginStop(null, null));
        string? failure;
        try
        {
            shell.Invoke(null, output);
            failure = FailureOf(shell, runspace);
        }
        catch (RuntimeException exception)
        {
            failure = exception.Message;
        }

        cancellation.ThrowIfCancellationRequested();
        return failure is null ? null : Redact(failure);
    }

    private void ReportAsWritten<T>(PSDataCollection<T> stream) => stream.DataAdded += (_, added) =>
        log.Report(PrintableText.Clean(Redact(stream[added.Index]?.ToString() ?? "")));

    private static string? FailureOf(PowerShell shell, Runspace runspace)
    {
        if (shell.Streams.Error.Count > 0)
        {
            return shell.Streams.Error[0].ToString();
        }

        var code = runspace.SessionStateProxy.GetVariable("LASTEXITCODE");
        return code is null or 0 ? null : $"it ended with exit code {Convert.ToString(code, CultureInfo.InvariantCulture)}";
    }
}
