using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>Runs the user's script for a DNS service.</summary>
internal interface IRecordScript
{
    string Path { get; }

    /// <param name="action"><c>Publish</c> or <c>Unpublish</c>.</param>
    /// <returns>The script's error message, or null.</returns>
    Task<string?> RunAsync(string action, RecordToPublish record, IProgressLog log, CancellationToken cancellation);
}
