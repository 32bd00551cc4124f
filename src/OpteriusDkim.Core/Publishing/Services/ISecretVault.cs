namespace OpteriusDkim.Publishing.Services;

/// <summary>Reads secrets from the vaults of SecretManagement.</summary>
internal interface ISecretVault
{
    /// <exception cref="InaccessibleException">The vault or the secret can't be read.</exception>
    ServiceCredential Read(string vault, string name);
}
