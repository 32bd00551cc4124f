namespace OpteriusDkim;

/// <summary>Makes the signer that the configuration means.</summary>
public static class SignerChoice
{
    /// <summary>The signer of a type, with its configuration file and sockets as configured.</summary>
    /// <param name="type">Which one.</param>
    /// <param name="configuration">Says where its files are.</param>
    /// <param name="ed25519">Reads keys.</param>
    /// <param name="redis">Reads what Rspamd finds in Redis.</param>
    public static ISigner Of(SignerType type, DkimConfiguration configuration, IEd25519 ed25519, IRedis redis) => type switch
    {
        SignerType.OpenDkim => new OpenDkimSigner(configuration.OpenDkimConfigurationPath, configuration.SignerSockets, new OpenDkimFeatures()),
        _ => new RspamdSigner(Path.Combine(configuration.RspamdFolder, "rspamd.conf"), configuration.SignerSockets, new RspamdProgram(), ed25519, redis),
    };
}
