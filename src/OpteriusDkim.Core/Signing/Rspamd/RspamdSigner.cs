using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Rspamd: blocks of domains in one file that its dkim_signing includes.</summary>
/// <param name="configurationPath">The rspamd.conf, or a file in local.d beside it.</param>
/// <param name="sockets">Where the running daemons listen; empty for the normal worker's own socket.</param>
/// <param name="program">Rspamd's own programs.</param>
/// <param name="redis">Reads what Rspamd finds in Redis.</param>
internal sealed class RspamdSigner(
    string configurationPath, IReadOnlyList<string> sockets, RspamdProgram program, IEd25519 ed25519, IRedis redis) : ISigner
{
    private readonly RspamdFolder folder = new(configurationPath);

    public SignerType Type => SignerType.Rspamd;

    public IReadOnlyList<string> TablePaths => [folder.DomainFilePath];

    /// <summary>In which form it reads keys.</summary>
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
            new RspamdKeyFile(program.ReadsPemOfEd25519).Judge,
            configured => new RspamdRedisKeys(
                configuration.Signing, configured, redis,
                configuration.Redis ?? throw new NotFoundException(FindingTable.RedisUnknown.With(), null)));
        return new RspamdState(
            folder,
            configuration,
            RspamdDomainFile.Of(folder.DomainFilePath, SignerFiles.ReadBytes(folder.DomainFilePath)),
            Daemon(configuration),
            facts,
            this);
    }

    /// <summary>Has Rspamd read an edit.</summary>
    /// <returns>Why it would not do, or null.</returns>
    public DkimFinding? ProblemOf(RspamdEdit edit) => new RspamdDryRun(folder, program).ProblemOf(edit);

    private SignerDaemon Daemon(RspamdConfiguration configuration) => new(
        SignerType.Rspamd, folder.ConfigurationPath, RspamdKeyReferences.DefaultUser)
    {
        Unit = "rspamd.service",
        ReloadSignal = "HUP",
        PidFile = configuration.PidFile,
        ListedHosts = RspamdSigningNetworks.Of(configuration.Signing.Value("sign_networks")),
        Sockets = sockets.Count > 0 ? sockets : configuration.ScanSockets,
        MilterSockets = configuration.MilterSockets,
    };
}
