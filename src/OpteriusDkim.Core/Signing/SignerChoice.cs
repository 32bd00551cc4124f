namespace OpteriusDkim;

/// <summary>Makes the signer that the configuration means.</summary>
public static class SignerChoice
{
    /// <summary>The signer of a type, with its configuration file and sockets as configured.</summary>
    /// <param name="type">Which one.</param>
    /// <param name="configuration">Says where its files are.</param>
    public static ISigner Of(SignerType type, DkimConfiguration configuration) => type switch
    {
        SignerType.OpenDkim => new OpenDkimSigner(configuration.OpenDkimConfigurationPath, configuration.SignerSockets, new OpenDkimFeatures()),
        _ => throw new NotFoundException(FindingTable.SignerTablesUnknown.With(("signer", type)), type),
    };
}
