using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation;

/// <summary>DNS as rotations see and change it.</summary>
internal interface IRotationDns
{
    /// <summary>
    /// Reads a record from all name servers of its zones, and how long caches may keep what they have. A key is given where
    /// one is expected. Servers that don't answer are part of the result.
    /// </summary>
    Task<RecordObservation> ObserveAsync(RecordName name, DkimPublicKey? key, CancellationToken cancellation);

    /// <summary>Gives a record, or a tombstone, to the domain's publisher.</summary>
    Task<PublishResult> PublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation);

    /// <summary>Has the domain's publisher remove a key's record.</summary>
    Task<PublishResult> UnpublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation);
}
