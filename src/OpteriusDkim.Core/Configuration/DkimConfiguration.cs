using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records.Providers;
using OpteriusDkim.Rotation;
using OpteriusDkim.Rotation.Selectors;
using OpteriusDkim.Signing;
using OpteriusDkim.Signing.OpenDkim;
using OpteriusDkim.Signing.Permissions;
using OpteriusDkim.Signing.Postfix;
using OpteriusDkim.Signing.Rspamd;

namespace OpteriusDkim.Configuration;

/// <summary>The effective configuration: for each setting the file's value, else the daemon's own, else the default.</summary>
internal sealed class DkimConfiguration
{
    /// <summary>Where the file is, unless something else is said.</summary>
    public const string DefaultPath = "/etc/opterius-dkim/config.json";

    /// <summary>The environment variable that says something else.</summary>
    public const string PathVariable = "OPTERIUS_DKIM_CONFIG";

    private static readonly TimeSpan ShortestDrain = TimeSpan.FromDays(7);
    private static readonly TimeSpan BeyondQueue = TimeSpan.FromDays(2);

    private readonly ConfigurationFile? file;
    private readonly SignerType? chosen;
    private readonly string? chosenKeys;
    private readonly Lazy<TimeSpan> safeDrain;

    private DkimConfiguration(string path, ConfigurationFile? file, SignerType? chosen = null, string? chosenKeys = null)
    {
        FilePath = path;
        this.file = file;
        this.chosen = chosen;
        this.chosenKeys = chosenKeys;
        safeDrain = new Lazy<TimeSpan>(FindSafeDrain);
    }

    /// <summary>The configuration file; it may not exist, then the defaults hold.</summary>
    public string FilePath { get; }

    /// <summary>Where keys are.</summary>
    /// <exception cref="NotFoundException">The user has no home folder, and nothing else is set.</exception>
    public string KeyDirectory => chosenKeys ?? (string?)Find("keyDirectory", null).Value ?? RequireHome();

    /// <summary>Where locks, journals and backups are. Without a home folder it is below the chosen folder of the keys.</summary>
    /// <exception cref="NotFoundException">The user has no home folder, and nothing else is set.</exception>
    public string StateDirectory => (string?)Find("stateDirectory", null).Value
        ?? (chosenKeys is null ? RequireHome() : Path.Combine(chosenKeys, ".opterius-dkim"));

    /// <summary>The selector of new keys.</summary>
    public string Selector => Get<string>("selector");

    /// <summary>The algorithm of new keys.</summary>
    public DkimKeyAlgorithm Algorithm => Enum.Parse<DkimKeyAlgorithm>(Get<string>("algorithm"));

    /// <summary>Bits of new RSA keys.</summary>
    public int KeySize => Get<int>("keySize");

    /// <summary>Time to live of records to publish, in seconds.</summary>
    public int Ttl => Get<int>("ttl");

    /// <summary>DNS servers in place of the system's; empty for the system's.</summary>
    public IReadOnlyList<DnsServer> DnsServers =>
        [.. (Find("dns.servers", null).Value as IReadOnlyList<string> ?? []).Select(DnsServer.Parse)];

    /// <summary>How long one query may take.</summary>
    public TimeSpan DnsTimeout => Get<TimeSpan>("dns.timeout");

    /// <summary>
    /// The signer of this host: the chosen or configured one, else the one installed; OpenDKIM where both are, null where none is.
    /// </summary>
    public SignerType? Signer => InstalledSigners switch
    {
        _ when (chosen ?? ConfiguredSigner) is { } type => type,
        [var first, ..] => first,
        _ => null,
    };

    /// <summary>Whether both signers are installed and none is chosen or configured.</summary>
    public bool SignerIsAmbiguous => Signers.Count > 1;

    /// <summary>The signers of this host: the chosen or configured one, else all that are installed.</summary>
    public IReadOnlyList<SignerType> Signers => (chosen ?? ConfiguredSigner) is { } type ? [type] : InstalledSigners;

    /// <summary>Whether both signers are installed, and the file doesn't say which of them signs.</summary>
    public bool NeedsSignerType => ConfiguredSigner is null && InstalledSigners.Count > 1;

    /// <summary>The one signer to work with.</summary>
    /// <exception cref="NotFoundException">None is installed, or several are and none is chosen.</exception>
    public SignerType RequireSigner() => Signers switch
    {
        [var only] => only,
        [] => throw new NotFoundException(FindingTable.NoSigner.With(), null),
        _ => throw new NotFoundException(FindingTable.SignerNotChosen.With(("path", FilePath), ("line", SignerLine)), null),
    };

    /// <summary>The same configuration with what the parameters of a call say.</summary>
    /// <param name="signer">The signer, whatever signer.type says; null for the configured one.</param>
    /// <param name="keyDirectory">The folder of the keys; null for the configured one.</param>
    public DkimConfiguration With(SignerType? signer, string? keyDirectory) => new(FilePath, file, signer, keyDirectory);

    /// <summary>The command that reloads the signer, given to <c>/bin/sh -c</c>; null where systemd or a signal does.</summary>
    public string? SignerReload => (string?)SignerSetting("signer.reload", Signer);

    /// <summary>Where the signers are, and which of them signs.</summary>
    public SignerSettings SignerSettings => new()
    {
        Signer = Signer,
        IsAmbiguous = SignerIsAmbiguous,
        OpenDkimPath = SignerPath(SignerType.OpenDkim),
        RspamdPath = SignerPath(SignerType.Rspamd),
        Sockets = SignerSetting("signer.sockets", Signer) as IReadOnlyList<string> ?? [],
        IdentityOf = IdentityOf,
    };

    /// <summary>What rotations need to know.</summary>
    internal RotationSettings RotationSettings => new()
    {
        StateDirectory = StateDirectory,
        SystemStateDirectory = UserFolders.SystemState,
        PolicyOf = RotationFor,
        ProviderOf = ProviderFor,
        StartsOf = domain => (int)Find("rotation.maxStarts", domain).Value!,
    };

    /// <summary>Postfix's main configuration file.</summary>
    public string PostfixConfigurationPath => Get<string>("signer.postfix");

    private string? SignerPath(SignerType signer) => SignerSetting("signer.configuration", signer) as string;

    /// <summary>The line that says which of two installed signers signs, as it is written in the file.</summary>
    public const string SignerLine = "\"signer\": { \"type\": \"OpenDkim\" }";

    private SignerType? ConfiguredSigner => Find("signer.type", null).Value is string type ? Enum.Parse<SignerType>(type) : null;

    private static IReadOnlyList<SignerType> InstalledSigners =>
    [
        .. Installed(OpenDkimProgram) ? [SignerType.OpenDkim] : Array.Empty<SignerType>(),
        .. Installed(RspamdProgram) ? [SignerType.Rspamd] : Array.Empty<SignerType>(),
    ];

    private static string OpenDkimProgram => "/usr/sbin/opendkim";

    private static string RspamdProgram => "/usr/bin/rspamd";

    /// <summary>Reads the configuration.</summary>
    /// <param name="path">The file; null for the one that the environment names, else the usual one where it exists.</param>
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

    /// <summary>Reads the configuration for who is to change it: a file that doesn't exist yet is no error.</summary>
    /// <param name="path">The file; null for the usual one.</param>
    /// <exception cref="DkimException">It can't be read, or something in it is wrong.</exception>
    public static DkimConfiguration LoadIfPresent(string? path)
    {
        var named = path ?? NamedPath ?? DefaultPath;
        return new DkimConfiguration(named, File.Exists(named) ? ConfigurationFile.Read(named) : null);
    }

    /// <summary>What the file itself says of a setting; null where it says nothing.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="pattern">The name under <c>domains</c>; null for what holds for all.</param>
    public DkimSetting? Written(string name, string? pattern) =>
        file?.ValueUnder(pattern, name) is { } value
            ? new DkimSetting(name, value.Value, value.Source, SettingTable.Get(name).Meaning)
            : null;

    /// <summary>All settings by name, each with its meaning.</summary>
    public static IEnumerable<(string Name, string Meaning)> SettingNames =>
        SettingTable.All.Select(setting => (setting.Name, setting.Meaning));

    /// <summary>The values of a setting that has a choice of them; empty for others, and for names that no setting has.</summary>
    /// <param name="name">The setting, in any letter case.</param>
    public static IReadOnlyList<string> ChoicesOf(string? name) =>
        SettingTable.All.FirstOrDefault(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Choices ?? [];

    /// <summary>The file that the environment names; null where it names none.</summary>
    internal static string? NamedPath => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named ? named : null;

    /// <summary>The provider whose form a domain's records are shown in.</summary>
    /// <param name="domain">The domain.</param>
    public DkimProvider ProviderFor(DomainName domain) => ProviderTable.Find((string)Find("provider", domain).Value!);

    /// <summary>How a domain's records reach DNS.</summary>
    /// <param name="domain">The domain.</param>
    public PublisherSettings PublisherFor(DomainName domain) => new(
        domain,
        Enum.Parse<PublisherType>((string)Find("publisher.type", domain).Value!),
        Find("publisher.server", domain).Value is string server ? DnsServer.Parse(server) : null,
        (string?)Find("publisher.keyFile", domain).Value,
        (string?)Find("publisher.script", domain).Value);

    /// <summary>How a domain's keys are replaced.</summary>
    /// <param name="domain">The domain.</param>
    /// <exception cref="InvalidInputException">The template of its selectors makes none.</exception>
    internal RotationPolicy RotationFor(DomainName domain)
    {
        var drain = (TimeSpan)Find("rotation.drain", domain).Value!;
        return new RotationPolicy
        {
            Interval = (TimeSpan)Find("rotation.interval", domain).Value!,
            Drain = drain,
            SaferDrain = drain < safeDrain.Value ? safeDrain.Value : null,
            Retire = Enum.Parse<RetireMode>((string)Find("rotation.retire", domain).Value!),
            Template = SelectorTemplate.Of((string)Find("rotation.selector", domain).Value!),
            CompromisedWait = (TimeSpan)Find("rotation.compromisedWait", domain).Value!,
            Ttl = Ttl,
            Manual = PublisherFor(domain).Type == PublisherType.Manual,
            Key = new KeyParameters(Algorithm, KeySize),
            Notify = (string?)Find("rotation.notify", domain).Value,
        };
    }

    /// <summary>Each setting with its effective value and its source.</summary>
    /// <param name="domain">A domain for which patterns under <c>domains</c> count; null for none.</param>
    public IEnumerable<DkimSetting> Settings(DomainName? domain) =>
    [
        .. SettingTable.All.Select(setting =>
        {
            var (value, source) = Find(setting.Name, domain);
            return new DkimSetting(setting.Name, value, source, setting.Meaning);
        }),
        .. DaemonSettings(),
    ];

    /// <summary>Whom new keys belong to: the signer's user as root, else the caller.</summary>
    /// <param name="owner">What was asked for, as <c>user</c> or <c>user:group</c>; null for the signer's user.</param>
    /// <exception cref="InvalidInputException">The system doesn't know the owner, or the caller can't give files away.</exception>
    public KeyOwnership KeyOwnership(string? owner)
    {
        if (owner is null)
        {
            return FileOwner.CallerIsRoot && SignerUser is { } user && FileOwner.Find(user) is { } found
                ? new KeyOwnership(found)
                : new KeyOwnership(null);
        }

        var shown = PrintableText.Quote(owner);
        if (!FileOwner.CallerIsRoot)
        {
            throw new InvalidInputException(FindingTable.OwnerRefused.With(("owner", shown)), owner);
        }

        return new KeyOwnership(FileOwner.Find(owner)
            ?? throw new InvalidInputException(FindingTable.UnknownOwner.With(("owner", shown)), owner));
    }

    /// <summary>As whom a signer reads keys, and what it demands of them.</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="accounts">Knows users and groups.</param>
    /// <exception cref="NotFoundException">The system has no user as which it runs.</exception>
    /// <exception cref="InaccessibleException">The daemon's configuration can't be read.</exception>
    public SignerIdentity IdentityOf(SignerType signer, IAccounts accounts) => SignerIdentity.Find(
        signer,
        UserOf(signer),
        signer == SignerType.OpenDkim
            && (string)DaemonSetting("", "RequireSafeKeys", "yes").Value! is not ['n' or 'N' or 'f' or 'F' or '0', ..],
        accounts);

    private string? SignerUser => Signer is { } signer ? UserOf(signer) : null;

    private string UserOf(SignerType signer) => signer == SignerType.OpenDkim
        ? (string)UserSetting().Value!
        : RspamdKeyReferences.DefaultUser;

    private static bool Installed(string program) => File.Exists(program);

    /// <summary>A setting under signer, which belongs to the configured signer, and to the one in use where none is configured.</summary>
    private object? SignerSetting(string name, SignerType? signer) =>
        signer is not null && signer == (ConfiguredSigner ?? Signer) ? Find(name, null).Value : null;

    private static string RequireHome() =>
        throw new NotFoundException(FindingTable.NoHomeFolder.With(("user", FileOwner.Caller.User)), null);

    private T Get<T>(string name) => (T)Find(name, null).Value!;

    private (object? Value, string Source) Find(string name, DomainName? domain)
    {
        if (domain is not null && file?.ValueFor(domain, name) is { } own)
        {
            return (own.Value, own.Source);
        }

        if (file?.Values.GetValueOrDefault(name) is { } written)
        {
            return (written.Value, written.Source);
        }

        if (name == "rotation.drain" && safeDrain.Value > ShortestDrain)
        {
            return (safeDrain.Value, PostfixConfigurationPath);
        }

        var setting = SettingTable.Get(name);
        return setting.EffectiveDefault is { } value ? (SettingText.Parse(setting, value), "default") : (null, "not set");
    }

    /// <summary>The longer of 7 days, and what Postfix keeps mail in its queue for and 2 days more.</summary>
    private TimeSpan FindSafeDrain()
    {
        var queue = PostfixSettings.Read(PostfixConfigurationPath)?.QueueLifetime + BeyondQueue;
        return queue > ShortestDrain ? queue.Value : ShortestDrain;
    }

    /// <summary>What is read of OpenDKIM's own configuration.</summary>
    private IEnumerable<DkimSetting> DaemonSettings() => Signer switch
    {
        SignerType.OpenDkim =>
        [
            UserSetting(),
            DaemonSetting("signer.keyTable", "KeyTable", OpenDkimKeyReferences.DefaultKeyTable),
            DaemonSetting("signer.signingTable", "SigningTable", "/etc/opendkim/SigningTable"),
            DaemonSetting("signer.socket", "Socket", "local:/run/opendkim/opendkim.sock"),
            DaemonSetting("signer.pidFile", "PidFile", "/run/opendkim/opendkim.pid"),
        ],
        SignerType.Rspamd =>
            [new DkimSetting("signer.user", RspamdKeyReferences.DefaultUser, "default", "The user that the signer runs as.")],
        _ => [],
    };

    private DkimSetting UserSetting()
    {
        var setting = DaemonSetting("signer.user", "UserID", OpenDkimConfiguration.DefaultUser);
        var path = SignerPath(SignerType.OpenDkim) ?? OpenDkimConfiguration.DefaultPath;
        return File.Exists(path)
            ? new DkimSetting(setting.Name, OpenDkimUser.Of(path, OpenDkimConfiguration.Read(path)), setting.Source, setting.Meaning)
            : setting;
    }

    private DkimSetting DaemonSetting(string name, string directive, string value)
    {
        const string Meaning = "Read from the signer's own configuration.";
        var path = SignerPath(SignerType.OpenDkim) ?? OpenDkimConfiguration.DefaultPath;
        return File.Exists(path) && OpenDkimConfiguration.Read(path)[directive] is { } written
            ? new DkimSetting(name, written.Value, written.Source, Meaning)
            : new DkimSetting(name, value, "default", Meaning);
    }
}
