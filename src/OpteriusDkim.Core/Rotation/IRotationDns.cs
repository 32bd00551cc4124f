using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation;

/// <summary>What rotation reads from DNS and changes in it.</summary>
internal interface IRotationDns
{
    /// <summary>Looks a record up on every server of its zones, with the times for which caches may keep their answers.</summary>
    /// <param name="name">The record's name.</param>
    /// <param name="key">The key that is expected there; null where nothing is.</param>
    /// <param name="cancellation">Ends the lookups.</param>
    /// <returns>What was seen; what could not be asked is in it too.</returns>
    Task<RecordObservation> ObserveAsync(RecordName name, DkimPublicKey? key, CancellationToken cancellation);

    /// <summary>Hands a record, or a tombstone, to the domain's publisher.</summary>
    /// <param name="record">The record.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<PublishResult> PublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation);

    /// <summary>Has the domain's publisher remove a key's record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<PublishResult> UnpublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation);
}
