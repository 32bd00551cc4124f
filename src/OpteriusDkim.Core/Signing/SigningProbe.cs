namespace OpteriusDkim;

/// <summary>What a signer has to do with mail of a domain.</summary>
/// <param name="Domain">The sender's domain.</param>
/// <param name="Key">The key by which it has to be signed; null where it has to leave unsigned.</param>
public sealed record SigningProbe(DomainName Domain, StoredKey? Key);
