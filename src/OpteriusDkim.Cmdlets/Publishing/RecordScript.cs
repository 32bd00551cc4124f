using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace OpteriusDkim;

/// <summary>
/// A publishing script, run in its own runspace with -Action and -Record. It fails on an error or on an exit code other
/// than 0.
/// </summary>
internal sealed class RecordScript : IRecordScript
{
    private RecordScript(string path) => Path = path;

    public string Path { get; }

    /// <summary>Checks that the script exists and that other users can't change or replace it.</summary>
    /// <exception cref="InaccessibleException">It doesn't exist or isn't safe.</exception>
    public static RecordScript At(string path)
    {
        var problem = !path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)
            ? "its name doesn't end in .ps1"
            : new ScriptSafety().ProblemOf(path);
        return problem is null
            ? new RecordScript(path)
            : throw new InaccessibleException(FindingTable.PublishScriptUnusable.With(("path", path), ("problem", problem)), path);
    }

    public Task<string?> RunAsync(string action, RecordToPublish record, IProgressLog log, CancellationToken cancellation) =>
        Task.Run(() => Run(action, record, log, cancellation), cancellation);

    private static PSObject Shown(RecordToPublish record)
    {
        var shown = new PSObject();
        foreach (var (name, value) in (ReadOnlySpan<(string, object)>)
        [
            ("Domain", record.Name.Domain.Value),
            ("Selector", record.Name.Selector.Value),
            ("Name", record.Name.Value),
            ("Type", "TXT"),
            ("Ttl", record.Ttl),
            ("Value", record.Text),
            ("Strings", record.Strings.ToArray()),
            ("PublicKey", record.Key.Base64),
        ])
        {
            shown.Properties.Add(new PSNoteProperty(name, value));
        }

        return shown;
    }

    private string? Run(string action, RecordToPublish record, IProgressLog log, CancellationToken cancellation)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddCommand(Path).AddParameter("Action", action).AddParameter("Record", Shown(record));
        using var output = new PSDataCollection<PSObject>();
        ReportAsWritten(output, log);
        ReportAsWritten(shell.Streams.Warning, log);
        ReportAsWritten(shell.Streams.Information, log);
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
        return failure;
    }

    private static void ReportAsWritten<T>(PSDataCollection<T> stream, IProgressLog log) => stream.DataAdded += (_, added) =>
        log.Report(PrintableText.Clean(stream[added.Index]?.ToString() ?? ""));

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
