namespace OpteriusDkim;

/// <content>Names, parameters and the configuration file.</content>
public static partial class FindingTable
{
    /// <summary>A text that is no signing domain.</summary>
    public static FindingRule InvalidDomain { get; } = Error(
        nameof(InvalidDomain),
        "{input} is not a domain: {problem}.",
        "Give the domain as it appears after the @ in the sender's address, such as example.com.");

    /// <summary>A text that is no selector.</summary>
    public static FindingRule InvalidSelector { get; } = Error(
        nameof(InvalidSelector),
        "{input} is not a selector: {problem}.",
        "Give one or more labels of letters, digits and hyphens, such as mail or 2026.eu.");

    /// <summary>A wildcard pattern that can't be read.</summary>
    public static FindingRule InvalidPattern { get; } = Error(
        nameof(InvalidPattern),
        "{input} is not a wildcard pattern.",
        "Use * for any characters, ? for one and [a-z] for one of several.");

    /// <summary>A record name over 253 characters.</summary>
    public static FindingRule NameTooLong { get; } = Error(
        nameof(NameTooLong),
        "The record's name {name} has {length} characters, and a DNS name has {limit} at most.",
        "Choose a shorter selector.");

    /// <summary>A zone that doesn't hold the domain.</summary>
    public static FindingRule ZoneOutside { get; } = Error(
        nameof(ZoneOutside),
        "The domain {domain} does not lie in the zone {zone}.",
        "Give -Zone the zone that your DNS provider shows: the domain itself or a parent of it.");

    /// <summary>A text that is no address of a DNS server.</summary>
    public static FindingRule InvalidServer { get; } = Error(
        nameof(InvalidServer),
        "{input} is not the address of a DNS server: {problem}.",
        "Give an IP address with or without a port: 192.0.2.53, 192.0.2.53:5353, 2001:db8::53 or [2001:db8::53]:5353.");

    /// <summary>No DNS server to ask.</summary>
    public static FindingRule NoServer { get; } = Error(
        nameof(NoServer),
        "There is no DNS server to ask: the system names none.",
        "Give -Server, set dns.servers in the configuration file, or correct /etc/resolv.conf.");

    /// <summary>A name that no setting has, asked for.</summary>
    public static FindingRule NoSuchSetting { get; } = Error(
        nameof(NoSuchSetting),
        "There is no setting {name}.",
        "Get-DkimConfiguration lists all settings.");

    /// <summary>A time span that can't be read or is out of bounds.</summary>
    public static FindingRule InvalidDuration { get; } = Error(
        nameof(InvalidDuration),
        "{input} is not a duration: {problem}.",
        "Give seconds, such as 5 or 0.5, or d.hh:mm:ss, such as 00:00:05.");

    /// <summary>A provider that the table doesn't have.</summary>
    public static FindingRule UnknownProvider { get; } = Error(
        nameof(UnknownProvider),
        "{input} is not a known DNS provider.",
        "Use one of: {providers}. Generic suits most others, PlainText the forms that show no quotation marks.");

    /// <summary>A key size for an algorithm that has no choice of sizes.</summary>
    public static FindingRule KeySizeNotApplicable { get; } = Error(
        nameof(KeySizeNotApplicable),
        "Ed25519 keys have one size only; -KeySize {size} can't be combined with Ed25519.",
        "Leave -KeySize out, or use -Algorithm Rsa.");

    /// <summary>An owner given by someone who may not change owners.</summary>
    public static FindingRule OwnerRefused { get; } = Error(
        nameof(OwnerRefused),
        "Only root can change file ownership (-Owner {owner}).",
        "Run the command as root, or leave -Owner out: the files then belong to you.");

    /// <summary>A user or group that the system doesn't know.</summary>
    public static FindingRule UnknownOwner { get; } = Error(
        nameof(UnknownOwner),
        "The system has no user or group {owner}.",
        "Give -Owner as user or user:group of this host (getent passwd lists the users), or install the signer first.");

    /// <summary>A configuration file that can't be read.</summary>
    public static FindingRule ConfigurationUnreadable { get; } = Error(
        nameof(ConfigurationUnreadable),
        "The configuration file {path} can't be read: {reason}.",
        "Correct -ConfigurationPath or the variable OPTERIUS_DKIM_CONFIG, or the permissions of the file; Set-DkimConfiguration creates a file that doesn't exist.");

    /// <summary>A setting that has one value for all domains.</summary>
    public static FindingRule SettingNotPerDomain { get; } = Error(
        nameof(SettingNotPerDomain),
        "The setting {name} can't differ between domains.",
        "Leave -Domain out. about_OpteriusDkim_Configuration lists the settings that can be set for a domain.");

    /// <summary>A configuration file that others could replace.</summary>
    public static FindingRule ConfigurationUnsafe { get; } = Error(
        nameof(ConfigurationUnsafe),
        "The configuration file {path} can't be written safely: {problem}.",
        "The file names commands that run with your rights. Correct owner and mode (chown root, chmod go-w), or use another -ConfigurationPath.");

    /// <summary>A configuration file whose form an edit doesn't get right.</summary>
    public static FindingRule ConfigurationNotEditable { get; } = Error(
        nameof(ConfigurationNotEditable),
        "The setting can't be written to {path} without changing other settings; the file is unchanged.",
        "Edit the file by hand; Get-DkimConfiguration shows how it is read.");

    /// <summary>A user without a home folder, so that there is no default for keys and state.</summary>
    public static FindingRule NoHomeFolder { get; } = Error(
        nameof(NoHomeFolder),
        "There is no default folder for keys and state: the user with the id {user} has no home folder, and XDG_DATA_HOME and XDG_STATE_HOME are not both set.",
        "Name the folder of the keys with -KeyDirectory, set keyDirectory and stateDirectory in the configuration file, or set HOME.");

    /// <summary>A piped object in which the domain can't be found.</summary>
    public static FindingRule DomainColumnMissing { get; } = Error(
        nameof(DomainColumnMissing),
        "The piped object has no property Domain. It has: {properties}.",
        "Name the column Domain (DomainName, FQDN and Zone are accepted too), or pipe the names alone: ... | Select-Object -ExpandProperty COLUMN | ...");

    /// <summary>A piped object that lacks the property that is needed.</summary>
    public static FindingRule ColumnMissing { get; } = Error(
        nameof(ColumnMissing),
        "The piped object has no property {column}. It has: {properties}.",
        "Name the column {column}, or pipe the values alone: ... | Select-Object -ExpandProperty COLUMN | ...");

    /// <summary>A cell of a table that a parameter can't take.</summary>
    public static FindingRule InvalidValue { get; } = Error(
        nameof(InvalidValue),
        "{input} is not a valid value of {name}.",
        "It takes {expected}.");

    /// <summary>A configuration file that isn't JSON.</summary>
    public static FindingRule ConfigurationSyntax { get; } = Error(
        nameof(ConfigurationSyntax),
        "{path}:{line}: this is not JSON: {problem}.",
        "Correct the line. Comments and trailing commas are allowed; examples/config.json shows every setting.");

    /// <summary>A name that no setting has.</summary>
    public static FindingRule UnknownSetting { get; } = Error(
        nameof(UnknownSetting),
        "{path}:{line}: there is no setting {name}.",
        "{nearest}Get-DkimConfiguration lists all settings.");

    /// <summary>A setting given twice.</summary>
    public static FindingRule RepeatedSetting { get; } = Error(
        nameof(RepeatedSetting),
        "{path}:{line}: {name} is in the file a second time.",
        "Keep one of the two.");

    /// <summary>A value that a setting can't have.</summary>
    public static FindingRule InvalidSetting { get; } = Error(
        nameof(InvalidSetting),
        "{path}:{line}: {name} can't be {value}.",
        "It takes {expected}.");

    /// <summary>Both signers are installed and none is chosen.</summary>
    public static FindingRule SignerAmbiguous { get; } = Warning(
        nameof(SignerAmbiguous),
        "Both OpenDKIM and Rspamd are installed and signer.type is not set; the keys belong to OpenDKIM's user.",
        "Use -Signer, or write {line} to {path}: Set-DkimConfiguration signer.type OpenDkim (or Rspamd).");
}
