namespace OpteriusDkim;

/// <summary>The composition root: decides which adapter implements which port of Core.</summary>
internal static class Composition
{
    public static ISystemResolvers SystemResolvers() => new SystemResolvers();

    public static IDnsClient DnsClient() => new DnsClientLookup();

    public static IDynamicUpdate DynamicUpdate(DnsServer server, string? keyPath, TimeSpan timeout) =>
        new DynamicUpdateClient(server, keyPath, timeout, TimeProvider.System);

    public static IDnsService DnsService(PublisherSettings settings) => DnsServices.Of(
        settings.Type, settings.Url, settings.RequireCredential().Read(new SecretVault()), TimeProvider.System);

    public static ISignatureVerifier SignatureVerifier() => new MimeKitSignatureVerifier();

    public static ISigningProof SigningProof(IRecordLookup dns, MailSubmission? submission = null) =>
        new SigningProof(SignatureVerifier(), dns, TimeProvider.System) { Submission = submission ?? MailSubmission.Unknown };

    public static ISignerReload Reload(DkimConfiguration configuration) => new SignerReload(configuration.SignerReload);

    public static ISigner Signer(SignerType type, SignerSettings settings) => type == SignerType.OpenDkim
        ? new OpenDkimSigner(settings.OpenDkimConfigurationPath, settings.Sockets, new OpenDkimFeatures())
        : new RspamdSigner(
            Path.Combine(settings.RspamdFolder, "rspamd.conf"), settings.Sockets, new RspamdProgram(), Ed25519(), new RedisClient());

    /// <summary>Sets up a signer. Keys that sign already are proved with its new files.</summary>
    public static SetupService Setup(SignerType type, DkimConfiguration configuration, IKeyStore store, IRecordLookup dns) => new(
        type == SignerType.OpenDkim
            ? new OpenDkimSetup(
                configuration.SignerSettings.OpenDkimConfigurationPath, store.Location, configuration.KeyOwnership(null), Ed25519())
            : new RspamdSetup(Path.Combine(configuration.SignerSettings.RspamdFolder, "rspamd.conf"), new RspamdProgram()),
        new SetupDryRun(SigningProof(dns), OpenDkimSigner.ReadDryRun),
        configuration.StateDirectory,
        TimeProvider.System);

    public static SignerKeyReferences KeyReferences(DkimConfiguration configuration) =>
        new(configuration.SignerSettings, new RedisClient());

    public static IEd25519 Ed25519() => new BouncyCastleEd25519();
}
