using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing;
using OpteriusDkim.Signing.OpenDkim;
using OpteriusDkim.Signing.Permissions;
using OpteriusDkim.Signing.Rspamd;

namespace OpteriusDkim.Configuration;

/// <summary>The signers of this host, and settings from their own configuration.</summary>
/// <param name="chosen">The signer of a parameter; null for the configured one.</param>
internal sealed class HostSigners(EffectiveSettings settings, SignerType? chosen, string filePath)
{
    /// <summary>The line of the file that selects one of two installed signers.</summary>
    public const string SignerLine = "\"signer\": { \"type\": \"OpenDkim\" }";

    /// <summary>
    /// The signer of this host: the chosen or configured one, else the one installed; OpenDKIM if both are, null if none is.
    /// </summary>
    public SignerType? Signer => InstalledSigners switch
    {
        _ when (chosen ?? ConfiguredSigner) is { } type => type,
        [var first, ..] => first,
        _ => null,
    };

    /// <summary>Whether both signers are installed and none is chosen or configured.</summary>
    public bool IsAmbiguous => All.Count > 1;

    /// <summary>The signers of this host: the chosen or configured one, else all that are installed.</summary>
    public IReadOnlyList<SignerType> All => (chosen ?? ConfiguredSigner) is { } type ? [type] : InstalledSigners;

    /// <summary>Whether both signers are installed, and the file doesn't select one.</summary>
    public bool NeedsType => ConfiguredSigner is null && InstalledSigners.Count > 1;

    /// <summary>The one signer to work with.</summary>
    /// <exception cref="NotFoundException">None is installed, or several are and none is chosen.</exception>
    public SignerType Require() => All switch
    {
        [var only] => only,
        [] => throw new NotFoundException(FindingTable.NoSigner.With(), null),
        _ => throw new NotFoundException(FindingTable.SignerNotChosen.With(("path", filePath), ("line", SignerLine)), null),
    };

    /// <summary>The command that reloads the signer, given to <c>/bin/sh -c</c>; null if systemd or a signal does.</summary>
    public string? Reload => (string?)SignerSetting("signer.reload", Signer);

    /// <summary>The signers' configurations, and the signer to use.</summary>
    public SignerSettings Settings => new()
    {
        Signer = Signer,
        IsAmbiguous = IsAmbiguous,
        OpenDkimPath = SignerPath(SignerType.OpenDkim),
        RspamdPath = SignerPath(SignerType.Rspamd),
        Sockets = SignerSetting("signer.sockets", Signer) as IReadOnlyList<string> ?? [],
        IdentityOf = IdentityOf,
    };

    /// <summary>The names that <see cref="DaemonSettings"/> may have.</summary>
    public static IReadOnlyList<string> ReadOnlyNames { get; } =
        ["signer.user", "signer.keyTable", "signer.signingTable", "signer.socket", "signer.pidFile"];

    /// <summary>Settings from the signer's own configuration.</summary>
    public IEnumerable<DkimSetting> DaemonSettings() => Signer switch
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

    /// <summary>The owner of new keys: the signer's user if the caller is root, else the caller.</summary>
    /// <param name="owner">The requested owner, as <c>user</c> or <c>user:group</c>; null for the signer's user.</param>
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

    /// <summary>The user as which a signer reads keys, and what it requires of them.</summary>
    /// <exception cref="NotFoundException">The system has no user as which it runs.</exception>
    /// <exception cref="InaccessibleException">The daemon's configuration can't be read.</exception>
    public SignerIdentity IdentityOf(SignerType signer, IAccounts accounts) => SignerIdentity.Find(
        signer,
        UserOf(signer),
        signer == SignerType.OpenDkim
            && (string)DaemonSetting("", "RequireSafeKeys", "yes").Value! is not ['n' or 'N' or 'f' or 'F' or '0', ..],
        accounts);

    private string? SignerPath(SignerType signer) => SignerSetting("signer.configuration", signer) as string;

    private SignerType? ConfiguredSigner => settings.ValueOf("signer.type") is string type ? Enum.Parse<SignerType>(type) : null;

    private static IReadOnlyList<SignerType> InstalledSigners =>
    [
        .. File.Exists("/usr/sbin/opendkim") ? [SignerType.OpenDkim] : Array.Empty<SignerType>(),
        .. File.Exists("/usr/bin/rspamd") ? [SignerType.Rspamd] : Array.Empty<SignerType>(),
    ];

    private string? SignerUser => Signer is { } signer ? UserOf(signer) : null;

    private string UserOf(SignerType signer) => signer == SignerType.OpenDkim
        ? (string)UserSetting().Value!
        : RspamdKeyReferences.DefaultUser;

    /// <summary>A setting under <c>signer</c>. It applies to the configured signer, or to the one in use if none is configured.</summary>
    private object? SignerSetting(string name, SignerType? signer) =>
        signer is not null && signer == (ConfiguredSigner ?? Signer) ? settings.ValueOf(name) : null;

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
