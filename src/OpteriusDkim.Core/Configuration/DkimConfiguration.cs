using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Rotation;
using OpteriusDkim.Signing;

namespace OpteriusDkim.Configuration;

/// <summary>The effective configuration: for each setting the file's value, else the daemon's own, else the default.</summary>
internal sealed partial class DkimConfiguration
{
    /// <summary>The default path of the file.</summary>
    public const string DefaultPath = "/etc/opterius-dkim/config.json";

    /// <summary>The environment variable that names another file.</summary>
    public const string PathVariable = "OPTERIUS_DKIM_CONFIG";

    private readonly ConfigurationFile? file;
    private readonly string? chosenKeys;
    private readonly EffectiveSettings settings;
    private readonly HostSigners signers;

    private DkimConfiguration(string path, ConfigurationFile? file, SignerType? chosen = null, string? chosenKeys = null)
    {
        FilePath = path;
        this.file = file;
        this.chosenKeys = chosenKeys;
        settings = new EffectiveSettings(file);
        signers = new HostSigners(settings, chosen, path);
    }

    /// <summary>The configuration file. If it doesn't exist, the defaults apply.</summary>
    public string FilePath { get; }

    /// <summary>Where keys are.</summary>
    /// <exception cref="NotFoundException">The user has no home folder, and nothing else is set.</exception>
    public string KeyDirectory => chosenKeys ?? (string?)settings.ValueOf("keyDirectory") ?? RequireHome();

    /// <summary>Where locks, journals and backups are. Without a home folder it is below the chosen folder of the keys.</summary>
    /// <exception cref="NotFoundException">The user has no home folder, and nothing else is set.</exception>
    public string StateDirectory => (string?)settings.ValueOf("stateDirectory")
        ?? (chosenKeys is null ? RequireHome() : Path.Combine(chosenKeys, ".opterius-dkim"));

    /// <summary>The selector of new keys.</summary>
    public string Selector => settings.Get<string>("selector");

    /// <summary>The algorithm of new keys.</summary>
    public DkimKeyAlgorithm Algorithm => Enum.Parse<DkimKeyAlgorithm>(settings.Get<string>("algorithm"));

    /// <summary>Bits of new RSA keys.</summary>
    public int KeySize => settings.Get<int>("keySize");

    /// <summary>Time to live of records to publish, in seconds.</summary>
    public int Ttl => settings.Get<int>("ttl");

    /// <summary>DNS servers in place of the system's; empty for the system's.</summary>
    public IReadOnlyList<DnsServer> DnsServers =>
        [.. (settings.ValueOf("dns.servers") as IReadOnlyList<string> ?? []).Select(DnsServer.Parse)];

    /// <summary>How long one query may take.</summary>
    public TimeSpan DnsTimeout => settings.Get<TimeSpan>("dns.timeout");

    /// <inheritdoc cref="HostSigners.Signer"/>
    public SignerType? Signer => signers.Signer;

    /// <inheritdoc cref="HostSigners.IsAmbiguous"/>
    public bool SignerIsAmbiguous => signers.IsAmbiguous;

    /// <inheritdoc cref="HostSigners.All"/>
    public IReadOnlyList<SignerType> Signers => signers.All;

    /// <inheritdoc cref="HostSigners.NeedsType"/>
    public bool NeedsSignerType => signers.NeedsType;

    /// <inheritdoc cref="HostSigners.Require"/>
    public SignerType RequireSigner() => signers.Require();

    /// <inheritdoc cref="HostSigners.Reload"/>
    public string? SignerReload => signers.Reload;

    /// <inheritdoc cref="HostSigners.Settings"/>
    public SignerSettings SignerSettings => signers.Settings;

    /// <inheritdoc cref="HostSigners.KeyOwnership"/>
    public KeyOwnership KeyOwnership(string? owner) => signers.KeyOwnership(owner);

    /// <summary>The same configuration with the parameters of a call.</summary>
    /// <param name="signer">The signer, whatever signer.type says; null for the configured one.</param>
    /// <param name="keyDirectory">The folder of the keys; null for the configured one.</param>
    public DkimConfiguration With(SignerType? signer, string? keyDirectory) => new(FilePath, file, signer, keyDirectory);

    /// <summary>The settings of rotations.</summary>
    internal RotationSettings RotationSettings => new()
    {
        StateDirectory = StateDirectory,
        SystemStateDirectory = UserFolders.SystemState,
        PolicyOf = RotationFor,
        ProviderOf = ProviderFor,
        StartsOf = domain => settings.Get<int>("rotation.maxStarts", domain),
    };

    /// <summary>Postfix's main configuration file.</summary>
    public string PostfixConfigurationPath => settings.PostfixPath;

    /// <summary>Reads the configuration.</summary>
    /// <param name="path">The file; null for the one that the environment names, else the default one if it exists.</param>
    /// <exception cref="DkimException">It can't be read, or something in it is wrong.</exception>
    public static DkimConfiguration Load(string? path)
    {
        var named = path ?? NamedPath;
        if (named is not null)
        {
            return new DkimConfiguration(named, ConfigurationFile.Read(named));
        }

        return File.Exists(DefaultPath)
            ? new DkimConfiguration(DefaultPath, ConfigurationFile.Read(DefaultPath))
            : new DkimConfiguration(DefaultPath, null);
    }

    /// <summary>Reads the configuration in order to change it. The file need not exist.</summary>
    /// <param name="path">The file; null for the one that the environment names, else the default one.</param>
    /// <exception cref="DkimException">It can't be read, or something in it is wrong.</exception>
    public static DkimConfiguration LoadIfPresent(string? path)
    {
        var named = path ?? NamedPath ?? DefaultPath;
        return new DkimConfiguration(named, File.Exists(named) ? ConfigurationFile.Read(named) : null);
    }

    /// <summary>The value of a setting for the domains that only a pattern matches.</summary>
    /// <param name="pattern">The name under <c>domains</c>; null for the top level.</param>
    public DkimSetting Effective(string name, string? pattern) =>
        Effective(name, pattern is null ? null : DomainPattern.Parse(pattern));

    private DkimSetting Effective(string name, DomainPattern? pattern)
    {
        var (value, source) = settings.Find(name, pattern);
        return new DkimSetting(name, value, source, SettingTable.Get(name).Meaning);
    }

    /// <summary>The file that the environment names, or null.</summary>
    internal static string? NamedPath => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named ? named : null;

    /// <summary>Each setting with its effective value and its source.</summary>
    /// <param name="domain">The domain whose patterns under <c>domains</c> apply; null for none.</param>
    public IEnumerable<DkimSetting> Settings(DomainName? domain) =>
    [
        .. SettingTable.All.Select(setting => Effective(setting.Name, domain is null ? null : DomainPattern.Of(domain))),
        .. signers.DaemonSettings(),
    ];

    private static string RequireHome() =>
        throw new NotFoundException(FindingTable.NoHomeFolder.With(("user", FileOwner.Caller.User)), null);
}
