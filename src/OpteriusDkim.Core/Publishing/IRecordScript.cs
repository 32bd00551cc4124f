using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>Runs the script by which a user's own DNS service is changed.</summary>
internal interface IRecordScript
{
    /// <summary>Its path.</summary>
    string Path { get; }

    /// <summary>Runs it to its end.</summary>
    /// <param name="action"><c>Publish</c> or <c>Unpublish</c>.</param>
    /// <returns>Why it failed, in its own words; null where it didn't.</returns>
    Task<string?> RunAsync(string action, RecordToPublish record, IProgressLog log, CancellationToken cancellation);
}
