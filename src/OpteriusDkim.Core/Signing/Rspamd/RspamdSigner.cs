using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Rspamd: domain blocks in a file that dkim_signing includes.</summary>
/// <param name="configurationPath">The rspamd.conf, or a file in local.d of the same folder.</param>
/// <param name="sockets">The sockets of the running daemons; empty for the configured one.</param>
internal sealed class RspamdSigner(
    string configurationPath, IReadOnlyList<string> sockets, RspamdProgram program, IEd25519 ed25519, IRedis redis) : ISigner
{
    private readonly RspamdFolder folder = new(configurationPath);

    public SignerType Type => SignerType.Rspamd;

    public IReadOnlyList<string> TablePaths => [folder.DomainFilePath];

    public RspamdKeyForms Forms { get; } = new(program, ed25519);

    SigningState ISigner.Read() => Read();

    /// <inheritdoc cref="ISigner.Read"/>
    public RspamdState Read()
    {
        var folder = new RspamdFolder(configurationPath);
        RspamdVariables.RequireKnown(new RspamdConfigurationFiles(folder.Path, new SignerFiles()).LinesOfSigning(), acceptDefaults: true);
        var configuration = program.Read(folder.ConfigurationPath, folder.Path);
        var facts = new RspamdKeyFacts(
            Forms.ProblemOf,
            new RspamdKeyFile(program.ReadsPemOfEd25519).Assess,
            configured => new RspamdRedisKeys(
                configuration.Signing, configured, redis,
                configuration.Redis ?? throw new NotFoundException(FindingTable.RedisUnknown.With(), null)));
        return new RspamdState(
            folder,
            configuration,
            RspamdDomainFile.Of(folder.DomainFilePath, SignerFiles.ReadBytes(folder.DomainFilePath)),
            DaemonOf(folder.ConfigurationPath, sockets, configuration),
            facts,
            this);
    }

    /// <summary>Tests an edit with Rspamd.</summary>
    /// <returns>Why it wouldn't work, or null.</returns>
    public DkimFinding? ProblemOf(RspamdEdit edit) => new RspamdDryRun(folder, program).ProblemOf(edit);

    /// <summary>The daemon with a configuration.</summary>
    /// <param name="sockets">The sockets of the running daemons; empty for those in the configuration.</param>
    internal static SignerDaemon DaemonOf(
        string configurationPath, IReadOnlyList<string> sockets, RspamdConfiguration configuration) => new(
        SignerType.Rspamd, configurationPath, RspamdKeyReferences.DefaultUser)
    {
        Unit = "rspamd.service",
        ReloadSignal = "HUP",
        PidFile = configuration.PidFile,
        ListedHosts = RspamdSigningNetworks.Of(configuration.Signing.Value("sign_networks")),
        Sockets = sockets.Count > 0 ? sockets : configuration.ScanSockets,
        MilterSockets = configuration.MilterSockets,
    };
}
