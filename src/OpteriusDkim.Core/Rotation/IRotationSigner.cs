using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>What rotation sees of the signer, and how it has it changed.</summary>
internal interface IRotationSigner
{
    /// <summary>What the tables say about a domain; files are read, nobody is asked.</summary>
    /// <param name="domain">The domain.</param>
    SigningFacts Read(DomainName domain);

    /// <summary>
    /// Has the tables name other keys, reloads the signer once, and proves that it signs with them. Tables that are as
    /// wanted already are reloaded and proved too. A domain that fails has its own entries back as they were.
    /// </summary>
    /// <param name="switches">What is wanted; one a domain.</param>
    /// <param name="restart">Whether to restart the signer, so that no open connection goes on with an old key.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends the wait for the signer; tables are never left half written.</param>
    /// <returns>How it went.</returns>
    Task<SwitchResult> SwitchAsync(
        IReadOnlyList<RotationSwitch> switches, bool restart, IProgressLog log, CancellationToken cancellation);

    /// <summary>Has every running signer sign a message of the domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="key">The key by which it has to be signed; null where it has to leave unsigned.</param>
    /// <param name="cancellation">Ends the probes.</param>
    Task<SignerProof> ProveAsync(DomainName domain, RotationKey? key, CancellationToken cancellation);
}
