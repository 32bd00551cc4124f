namespace OpteriusDkim.Findings;

/// <content>Names, parameters and the configuration file.</content>
internal static partial class FindingTable
{
    /// <summary>A text that is not a domain.</summary>
    public static FindingRule InvalidDomain { get; } = Error(
        nameof(InvalidDomain),
        "{input} is not a domain: {problem}.",
        "Give the domain as it appears after the @ in the sender's address, such as example.com.");

    /// <summary>A text that is not a selector.</summary>
    public static FindingRule InvalidSelector { get; } = Error(
        nameof(InvalidSelector),
        "{input} is not a selector: {problem}.",
        "Use one or more labels of letters, digits and hyphens, such as mail or 2026.eu.");

    /// <summary>A wildcard pattern that can't be parsed.</summary>
    public static FindingRule InvalidPattern { get; } = Error(
        nameof(InvalidPattern),
        "{input} is not a wildcard pattern.",
        "Use * for any characters, ? for one character and [a-z] for one of a range.");

    /// <summary>A record name longer than 253 characters.</summary>
    public static FindingRule NameTooLong { get; } = Error(
        nameof(NameTooLong),
        "The record name {name} has {length} characters; a DNS name can have at most {limit}.",
        "Choose a shorter selector.");

    /// <summary>A zone that doesn't contain the domain.</summary>
    public static FindingRule ZoneOutside { get; } = Error(
        nameof(ZoneOutside),
        "The domain {domain} is not in the zone {zone}.",
        "Set -Zone to the zone that your DNS provider shows: the domain itself or a parent of it.");

    /// <summary>A text that is not the address of a DNS server.</summary>
    public static FindingRule InvalidServer { get; } = Error(
        nameof(InvalidServer),
        "{input} is not the address of a DNS server: {problem}.",
        "Use an IP address with or without a port: 192.0.2.53, 192.0.2.53:5353, 2001:db8::53 or [2001:db8::53]:5353.");

    /// <summary>No DNS server is configured.</summary>
    public static FindingRule NoServer { get; } = Error(
        nameof(NoServer),
        "No DNS server is configured on this system.",
        "Use -Server, set dns.servers in the configuration file, or add a nameserver line to /etc/resolv.conf.");

    /// <summary>A setting name that doesn't exist.</summary>
    public static FindingRule NoSuchSetting { get; } = Error(
        nameof(NoSuchSetting),
        "The setting {name} doesn't exist.",
        "{nearest}Get-DkimConfiguration lists all settings.");

    /// <summary>A setting that comes from the signer's own configuration.</summary>
    public static FindingRule SettingReadOnly { get; } = Error(
        nameof(SettingReadOnly),
        "{name} is not a setting of this module. It is read from the signer's own configuration.",
        "Change it in the file that Get-DkimConfiguration {name} shows as its source.");

    /// <summary>A setting that names a file that doesn't exist.</summary>
    public static FindingRule SettingFileMissing { get; } = Error(
        nameof(SettingFileMissing),
        "The setting {name} can't be set to {path}: there is no such file.",
        "Create the file first, or correct the path.");

    /// <summary>A duration that can't be parsed or is out of range.</summary>
    public static FindingRule InvalidDuration { get; } = Error(
        nameof(InvalidDuration),
        "{input} is not a duration: {problem}.",
        "Use seconds, such as 5 or 0.5, or d.hh:mm:ss, such as 00:00:05.");

    /// <summary>An unknown DNS provider.</summary>
    public static FindingRule UnknownProvider { get; } = Error(
        nameof(UnknownProvider),
        "{input} is not a known DNS provider.",
        "Use one of: {providers}. Generic suits most others; PlainText suits forms that show no quotation marks.");

    /// <summary>-KeySize for an algorithm with a fixed key size.</summary>
    public static FindingRule KeySizeNotApplicable { get; } = Error(
        nameof(KeySizeNotApplicable),
        "Ed25519 keys have a fixed size; -KeySize {size} can't be combined with -Algorithm Ed25519.",
        "Omit -KeySize, or use -Algorithm Rsa.");

    /// <summary>-Owner from a user who isn't root.</summary>
    public static FindingRule OwnerRefused { get; } = Error(
        nameof(OwnerRefused),
        "Only root can change file ownership (-Owner {owner}).",
        "Run the command as root, or omit -Owner: the files then belong to you.");

    /// <summary>A user or group that doesn't exist.</summary>
    public static FindingRule UnknownOwner { get; } = Error(
        nameof(UnknownOwner),
        "User or group {owner} not found.",
        "Set -Owner to a user or user:group of this host (getent passwd lists the users), or install the signer first.");

    /// <summary>A configuration file that can't be read.</summary>
    public static FindingRule ConfigurationUnreadable { get; } = Error(
        nameof(ConfigurationUnreadable),
        "The configuration file {path} can't be read: {reason}.",
        "Correct -ConfigurationPath, the environment variable OPTERIUS_DKIM_CONFIG or the permissions of the file. Set-DkimConfiguration "
        + "creates a file that doesn't exist.");

    /// <summary>A configuration file that others can change.</summary>
    public static FindingRule ConfigurationNotTrusted { get; } = Error(
        nameof(ConfigurationNotTrusted),
        "The configuration file {path} was not read: {problem}. It names commands that run with your rights.",
        "Check its content, then run: chown {owner} {path}; chmod o-w {path}. Or name another file with -ConfigurationPath.");

    /// <summary>A setting that can't differ between domains.</summary>
    public static FindingRule SettingNotPerDomain { get; } = Error(
        nameof(SettingNotPerDomain),
        "The setting {name} can't differ between domains.",
        "Omit -Domain. about_OpteriusDkim_Configuration lists the settings that can be set for a domain.");

    /// <summary>A configuration file that other users could replace.</summary>
    public static FindingRule ConfigurationUnsafe { get; } = Error(
        nameof(ConfigurationUnsafe),
        "The configuration file {path} can't be written safely: {problem}.",
        "The file names commands that run with your privileges. Correct its owner and mode (chown root, chmod go-w), or "
        + "use another -ConfigurationPath.");

    /// <summary>A configuration file that can't be edited automatically.</summary>
    public static FindingRule ConfigurationNotEditable { get; } = Error(
        nameof(ConfigurationNotEditable),
        "The setting can't be written to {path} without changing other settings. The file is unchanged.",
        "Edit the file by hand, then check it with Get-DkimConfiguration.");

    /// <summary>A user without a home folder, so that there is no default for keys and state.</summary>
    public static FindingRule NoHomeFolder { get; } = Error(
        nameof(NoHomeFolder),
        "There is no default folder for keys and state: the user with the id {user} has no home folder, and XDG_DATA_HOME and "
        + "XDG_STATE_HOME are not both set.",
        "Use -KeyDirectory, set keyDirectory and stateDirectory in the configuration file, or set HOME.");

    /// <summary>A piped object without a domain.</summary>
    public static FindingRule DomainColumnMissing { get; } = Error(
        nameof(DomainColumnMissing),
        "The piped object has no property Domain. It has: {properties}.",
        "Name the column Domain (DomainName, FQDN, Zone and ZoneName are accepted too), or pipe only the names: add "
        + "Select-Object -ExpandProperty COLUMN.");

    /// <summary>A piped object that lacks the property that is needed.</summary>
    public static FindingRule ColumnMissing { get; } = Error(
        nameof(ColumnMissing),
        "The piped object has no property {column}. It has: {properties}.",
        "Name the column {column}, or pipe only the values: ... | Select-Object -ExpandProperty COLUMN | ...");

    /// <summary>A cell of a table that a parameter can't take.</summary>
    public static FindingRule InvalidValue { get; } = Error(
        nameof(InvalidValue),
        "{input} is not a valid value for {name}.",
        "Use {expected}.");

    /// <summary>A configuration file that isn't JSON.</summary>
    public static FindingRule ConfigurationSyntax { get; } = Error(
        nameof(ConfigurationSyntax),
        "{path}:{line}: invalid JSON: {problem}.",
        "Correct the line. Comments and trailing commas are allowed; examples/config.json shows every setting.");

    /// <summary>A setting name in the configuration file that doesn't exist.</summary>
    public static FindingRule UnknownSetting { get; } = Error(
        nameof(UnknownSetting),
        "{path}:{line}: the setting {name} doesn't exist.",
        "{nearest}Get-DkimConfiguration lists all settings.");

    /// <summary>A setting that occurs twice.</summary>
    public static FindingRule RepeatedSetting { get; } = Error(
        nameof(RepeatedSetting),
        "{path}:{line}: {name} is set twice.",
        "Remove one of the two.");

    /// <summary>A value that a setting doesn't accept.</summary>
    public static FindingRule InvalidSetting { get; } = Error(
        nameof(InvalidSetting),
        "{path}:{line}: {name} can't be {value}.",
        "Use {expected}.");

    /// <summary>Both signers are installed and signer.type is not set.</summary>
    public static FindingRule SignerAmbiguous { get; } = Warning(
        nameof(SignerAmbiguous),
        "Both OpenDKIM and Rspamd are installed and signer.type is not set. The keys belong to OpenDKIM's user.",
        "Use -Signer, or write {line} to {path}: Set-DkimConfiguration signer.type OpenDkim (or Rspamd).");
}
