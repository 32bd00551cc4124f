using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>The signer as rotations see and change it.</summary>
internal interface IRotationSigner
{
    /// <summary>What the tables say about a domain. Only files are read.</summary>
    SigningFacts Read(DomainName domain);

    /// <summary>
    /// Makes the tables name other keys, reloads the signer once, and proves that it signs with them. Tables that are as
    /// wanted already are reloaded and proved too. The entries of a domain that fails are rolled back.
    /// </summary>
    /// <param name="switches">What is wanted, one per domain.</param>
    /// <param name="restart">Whether to restart the signer, so that no open connection continues with an old key.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends the wait for the signer; tables are never left half written.</param>
    Task<SwitchResult> SwitchAsync(
        IReadOnlyList<RotationSwitch> switches, bool restart, IProgressLog log, CancellationToken cancellation);

    /// <summary>Has every running signer sign a message of the domain, with the given key; with none, it has to stay unsigned.</summary>
    Task<SignerProof> ProveAsync(DomainName domain, RotationKey? key, CancellationToken cancellation);
}
