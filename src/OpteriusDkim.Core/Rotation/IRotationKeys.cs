using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>What rotation sees of the store, and how it has it changed.</summary>
internal interface IRotationKeys
{
    /// <summary>A domain's keys; one that can't be read counts as an error of the domain.</summary>
    /// <param name="domain">The domain.</param>
    IReadOnlyList<RotationKey> Of(DomainName domain);

    /// <summary>Makes a key.</summary>
    /// <param name="name">Its name, which nothing has.</param>
    /// <param name="parameters">What key.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends the wait for another run.</param>
    Task GenerateAsync(RecordName name, KeyParameters parameters, IProgressLog log, CancellationToken cancellation);

    /// <summary>Refuses where a key could not be made; changes nothing.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="DkimException">It can't be made.</exception>
    void CheckGenerate(RecordName name)
    {
    }

    /// <summary>Deletes a key that no table names.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends the wait for another run.</param>
    /// <exception cref="InUseException">A table names it.</exception>
    Task DeleteAsync(RecordName name, IProgressLog log, CancellationToken cancellation);

    /// <summary>Remakes what belongs beside a key and is missing, since a run was killed before it was written.</summary>
    /// <param name="name">The key.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends the wait for the domain's lock.</param>
    Task TidyAsync(RecordName name, IProgressLog log, CancellationToken cancellation) => Task.CompletedTask;
}
