using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>
/// The way by which a record reaches DNS. It changes a name only where nothing, or the record of the same key, is
/// there; records of others are reported and kept.
/// </summary>
internal interface IRecordPublisher
{
    /// <summary>Makes the record the only TXT record at its name; one that is there already is left as it is.</summary>
    /// <param name="record">The record; a tombstone takes the place of its key's record.</param>
    /// <param name="cancellation">Ends the work; what was sent may still have its effect.</param>
    /// <returns>How it went; a failure is an outcome, not an exception.</returns>
    Task<PublishResult> PublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation);

    /// <summary>Removes the record of the key from its name, exactly as published, and nothing else.</summary>
    /// <param name="cancellation">Ends the work; what was sent may still have its effect.</param>
    /// <returns>How it went; a failure is an outcome, not an exception.</returns>
    Task<PublishResult> UnpublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation);

    /// <summary>Checks what is at the name as the other two do, and changes nothing.</summary>
    /// <param name="removing">Whether it is to be removed.</param>
    /// <returns>The expected result.</returns>
    Task<PublishResult> CheckAsync(RecordToPublish record, bool removing, CancellationToken cancellation);
}
