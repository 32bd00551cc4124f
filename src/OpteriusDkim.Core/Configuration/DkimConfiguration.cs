namespace OpteriusDkim;

/// <summary>The effective configuration: for each setting the file's value, else the daemon's own, else the default.</summary>
public sealed class DkimConfiguration
{
    /// <summary>Where the file is, unless something else is said.</summary>
    public const string DefaultPath = "/etc/opterius-dkim/config.json";

    /// <summary>The environment variable that says something else.</summary>
    public const string PathVariable = "OPTERIUS_DKIM_CONFIG";

    private static readonly TimeSpan ShortestDrain = TimeSpan.FromDays(7);
    private static readonly TimeSpan BeyondQueue = TimeSpan.FromDays(2);

    private readonly ConfigurationFile? file;
    private readonly Lazy<TimeSpan> safeDrain;

    private DkimConfiguration(ConfigurationFile? file)
    {
        this.file = file;
        safeDrain = new Lazy<TimeSpan>(FindSafeDrain);
    }

    /// <summary>Where keys are.</summary>
    public string KeyDirectory => Get<string>("keyDirectory");

    /// <summary>Where locks, journals and what was kept aside are.</summary>
    public string StateDirectory => Get<string>("stateDirectory");

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

    /// <summary>The signer of this host: as configured, else the one installed; OpenDKIM where both are, null where none is.</summary>
    public SignerType? Signer => Find("signer.type", null).Value is string type
        ? Enum.Parse<SignerType>(type)
        : Installed(OpenDkimProgram) ? SignerType.OpenDkim
        : Installed(RspamdProgram) ? SignerType.Rspamd
        : null;

    /// <summary>Whether both signers are installed and none is configured.</summary>
    public bool SignerIsAmbiguous =>
        Find("signer.type", null).Value is null && Installed(OpenDkimProgram) && Installed(RspamdProgram);

    /// <summary>The signers of this host: the configured one, else all that are installed.</summary>
    public IReadOnlyList<SignerType> Signers => Find("signer.type", null).Value is not null
        ? [Signer!.Value]
        :
        [
            .. Installed(OpenDkimProgram) ? [SignerType.OpenDkim] : Array.Empty<SignerType>(),
            .. Installed(RspamdProgram) ? [SignerType.Rspamd] : Array.Empty<SignerType>(),
        ];

    /// <summary>The one signer to work with.</summary>
    /// <exception cref="NotFoundException">None is installed, or several are and none is chosen.</exception>
    public SignerType RequireSigner() => Signers switch
    {
        [var only] => only,
        [] => throw new NotFoundException(FindingTable.NoSigner.With(), null),
        _ => throw new NotFoundException(FindingTable.SignerNotChosen.With(), null),
    };

    /// <summary>The command that reloads the signer, given to <c>/bin/sh -c</c>; null where systemd or a signal does.</summary>
    public string? SignerReload => (string?)Find("signer.reload", null).Value;

    /// <summary>Where the running daemons that sign with the tables listen; empty for the daemon's own configuration.</summary>
    public IReadOnlyList<string> SignerSockets => Find("signer.sockets", null).Value as IReadOnlyList<string> ?? [];

    /// <summary>Postfix's main configuration file.</summary>
    public string PostfixConfigurationPath => Get<string>("signer.postfix");

    /// <summary>The opendkim.conf(5).</summary>
    public string OpenDkimConfigurationPath => Signer == SignerType.OpenDkim && Find("signer.configuration", null).Value is string path
        ? path
        : OpenDkimConfiguration.DefaultPath;

    /// <summary>The folder of Rspamd's configuration.</summary>
    public string RspamdFolder => Signer == SignerType.Rspamd && Find("signer.configuration", null).Value is string path
        ? RspamdKeyReferences.FolderOf(path)
        : RspamdKeyReferences.DefaultFolder;

    /// <summary>The signer's configuration file where it was set for this signer, or null.</summary>
    internal string? Configured(SignerType signer) =>
        Signer == signer ? Find("signer.configuration", null).Value as string : null;

    private static string OpenDkimProgram => "/usr/sbin/opendkim";

    private static string RspamdProgram => "/usr/bin/rspamd";

    /// <summary>Reads the configuration.</summary>
    /// <param name="path">The file; null for the one that the environment names, else the usual one where it exists.</param>
    /// <exception cref="DkimException">It can't be read, or something in it is wrong.</exception>
    public static DkimConfiguration Load(string? path)
    {
        path ??= Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named ? named : null;
        return path is not null ? new DkimConfiguration(ConfigurationFile.Read(path))
            : File.Exists(DefaultPath) ? new DkimConfiguration(ConfigurationFile.Read(DefaultPath))
            : new DkimConfiguration(null);
    }

    /// <summary>The provider whose form a domain's records are shown in.</summary>
    /// <param name="domain">The domain.</param>
    public Provider ProviderFor(DomainName domain) => ProviderTable.Find((string)Find("provider", domain).Value!);

    /// <summary>How a domain's records reach DNS.</summary>
    /// <param name="domain">The domain.</param>
    public PublisherSettings PublisherFor(DomainName domain) => new(
        domain,
        Enum.Parse<PublisherType>((string)Find("publisher.type", domain).Value!),
        Find("publisher.server", domain).Value is string server ? DnsServer.Parse(server) : null,
        (string?)Find("publisher.keyFile", domain).Value,
        (string?)Find("publisher.script", domain).Value);

    /// <summary>Rotations that one unattended run starts, at most.</summary>
    /// <param name="domain">The domain.</param>
    public int RotationStartsFor(DomainName domain) => (int)Find("rotation.maxStarts", domain).Value!;

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
        signer == SignerType.OpenDkim && (string)DaemonSetting("", "RequireSafeKeys", "yes").Value! is not ['n' or 'N' or 'f' or 'F' or '0', ..],
        accounts);

    private string? SignerUser => Signer is { } signer ? UserOf(signer) : null;

    private string UserOf(SignerType signer) => signer == SignerType.OpenDkim
        ? (string)DaemonSetting("signer.user", "UserID", OpenDkimConfiguration.DefaultUser).Value!
        : RspamdKeyReferences.DefaultUser;

    private static bool Installed(string program) => File.Exists(program);

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
        return setting.Default is { } value ? (SettingText.Parse(setting, value), "default") : (null, "not set");
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
            DaemonSetting("signer.user", "UserID", OpenDkimConfiguration.DefaultUser),
            DaemonSetting("signer.keyTable", "KeyTable", OpenDkimKeyReferences.DefaultKeyTable),
            DaemonSetting("signer.signingTable", "SigningTable", "/etc/opendkim/SigningTable"),
            DaemonSetting("signer.socket", "Socket", "local:/run/opendkim/opendkim.sock"),
            DaemonSetting("signer.pidFile", "PidFile", "/run/opendkim/opendkim.pid"),
        ],
        SignerType.Rspamd => [new DkimSetting("signer.user", RspamdKeyReferences.DefaultUser, "default", "The user that the daemon runs as.")],
        _ => [],
    };

    private DkimSetting DaemonSetting(string name, string directive, string value)
    {
        const string Meaning = "Read from the daemon's own configuration.";
        var path = OpenDkimConfigurationPath;
        return File.Exists(path) && OpenDkimConfiguration.Read(path)[directive] is { } written
            ? new DkimSetting(name, written.Value, written.Source, Meaning)
            : new DkimSetting(name, value, "default", Meaning);
    }
}
