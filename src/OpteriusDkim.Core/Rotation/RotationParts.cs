using OpteriusDkim.Dns;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing;
using OpteriusDkim.Signing;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Rotation;

/// <summary>What rotations are carried out with.</summary>
/// <param name="Signer">The signer.</param>
/// <param name="Proof">Proves by signing.</param>
/// <param name="Reload">Reloads the signer.</param>
/// <param name="Keys">The store.</param>
/// <param name="Ed25519">Derives public halves.</param>
/// <param name="Zones">Asks every server of a zone.</param>
/// <param name="Publishers">Gives each domain's publisher.</param>
/// <param name="Clock">Tells the time.</param>
internal sealed record RotationParts(
    ISigner Signer,
    ISigningProof Proof,
    ISignerReload Reload,
    IKeyStore Keys,
    IEd25519 Ed25519,
    IRecordLookup Zones,
    Func<DomainName, IRecordPublisher> Publishers,
    TimeProvider Clock);
