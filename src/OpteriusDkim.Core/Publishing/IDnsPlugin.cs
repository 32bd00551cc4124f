using OpteriusDkim.Findings;

namespace OpteriusDkim.Publishing;

/// <summary>A DNS plugin of Posh-ACME.</summary>
internal interface IDnsPlugin
{
    string Name { get; }

    /// <summary>Removes TXT records from a name, then adds one.</summary>
    /// <param name="remove">The texts of the records to remove.</param>
    /// <param name="add">The text of the record to add, or null.</param>
    /// <returns>The plugin's error message, or null.</returns>
    Task<string?> RunAsync(string name, IReadOnlyList<string> remove, string? add, IProgressLog log, CancellationToken cancellation);
}
