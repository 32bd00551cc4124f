using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>The key store as rotations see and change it.</summary>
internal interface IRotationKeys
{
    /// <summary>A domain's keys.</summary>
    /// <exception cref="DkimException">One of them can't be read.</exception>
    IReadOnlyList<RotationKey> Of(DomainName domain);

    /// <summary>Generates a key under a name that is free.</summary>
    Task GenerateAsync(RecordName name, KeyParameters parameters, IProgressLog log, CancellationToken cancellation);

    /// <summary>Checks without a change whether a key can be generated.</summary>
    /// <exception cref="DkimException">It can't.</exception>
    void CheckGenerate(RecordName name)
    {
    }

    /// <summary>Deletes a key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="keepCopy">Whether a copy is kept in the backups, to be published later.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends a wait for another run.</param>
    /// <exception cref="InUseException">A table names it.</exception>
    Task DeleteAsync(RecordName name, bool keepCopy, IProgressLog log, CancellationToken cancellation);

    /// <summary>Writes the files that belong to a key and are missing because a run was killed.</summary>
    Task TidyAsync(RecordName name, IProgressLog log, CancellationToken cancellation) => Task.CompletedTask;
}
