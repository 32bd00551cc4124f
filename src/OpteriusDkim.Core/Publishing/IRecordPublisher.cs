using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>
/// Publishes records in DNS. It changes a name only if that has no record or a record of the same key. Other records are
/// reported and kept.
/// </summary>
internal interface IRecordPublisher
{
    /// <summary>Makes the record the only TXT record at its name. A record that is already right isn't changed.</summary>
    /// <param name="record">The record; a tombstone replaces its key's record.</param>
    /// <param name="cancellation">Ends the work; what was sent may still have its effect.</param>
    /// <returns>The result. A failure is an outcome, not an exception.</returns>
    Task<PublishResult> PublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation);

    /// <summary>Removes the record of the key from its name, exactly as published.</summary>
    /// <param name="cancellation">Ends the work; what was sent may still have its effect.</param>
    /// <returns>The result. A failure is an outcome, not an exception.</returns>
    Task<PublishResult> UnpublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation);

    /// <summary>Predicts the result of the other two methods without changes.</summary>
    /// <returns>The expected result.</returns>
    Task<PublishResult> CheckAsync(RecordToPublish record, bool removing, CancellationToken cancellation);
}
