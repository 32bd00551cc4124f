using System.Management.Automation;

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
        Task.Run(
            () => new OwnRunspace(log).Run(
                shell => shell.AddCommand(Path).AddParameter("Action", action).AddParameter("Record", Shown(record)),
                cancellation),
            cancellation);

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
}
