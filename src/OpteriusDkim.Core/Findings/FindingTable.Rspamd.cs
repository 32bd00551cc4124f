namespace OpteriusDkim.Findings;

/// <content>Rspamd's dkim_signing.</content>
internal static partial class FindingTable
{
    /// <summary>A dkim_signing configuration without this module's file.</summary>
    public static FindingRule DomainFileNotIncluded { get; } = Error(
        nameof(DomainFileNotIncluded),
        "{path} doesn't include {file}, so domains can't be enabled.",
        "Run Initialize-DkimSigner -Signer Rspamd, which adds one line to it and keeps the rest.");

    /// <summary>A line in this module's file that the module didn't write.</summary>
    public static FindingRule DomainFileForeign { get; } = Error(
        nameof(DomainFileForeign),
        "{source} is not in this module's format (one line per domain, within one block).",
        "Move the line to local.d/dkim_signing.conf, and put comments on separate lines.");

    /// <summary>A setting that makes Rspamd ignore domain blocks.</summary>
    public static FindingRule BlocksOverridden { get; } = Error(
        nameof(BlocksOverridden),
        "Rspamd ignores domain blocks, because {setting} is set in its dkim_signing configuration.",
        "Manage the domains with {setting}, or remove it from the configuration and reload Rspamd.");

    /// <summary>The dkim_signing module is disabled.</summary>
    public static FindingRule DkimSigningDisabled { get; } = Error(
        nameof(DkimSigningDisabled),
        "Rspamd's dkim_signing module is disabled (enabled = false), so it signs nothing.",
        "Remove enabled = false from local.d/dkim_signing.conf or override.d/dkim_signing.conf, and reload Rspamd.");

    /// <summary>A subdomain's block that Rspamd ignores.</summary>
    public static FindingRule SubdomainSignedAsParent { get; } = Error(
        nameof(SubdomainSignedAsParent),
        "Rspamd signs mail of {domain} as {parent} (use_esld), and ignores a block for {domain}.",
        "Enable {parent}, whose signature also covers its subdomains. Or set use_esld = false in local.d/dkim_signing.conf; each "
        + "subdomain that sends mail then needs its own block.");

    /// <summary>Subdomains that their parent's block doesn't cover.</summary>
    public static FindingRule SubdomainsNeedBlocks { get; } = Error(
        nameof(SubdomainsNeedBlocks),
        "With use_esld = false, no single Rspamd block can cover all subdomains of {domain}.",
        "Enable each subdomain that sends mail, with its own key.");

    /// <summary>A path with characters that can't be used in Rspamd's configuration.</summary>
    public static FindingRule KeyPathNotPlain { get; } = Error(
        nameof(KeyPathNotPlain),
        "The key's path contains characters that can't be used in Rspamd's configuration: {path}.",
        "Keep the keys in a folder whose path contains only letters, digits and /._@+~=,- (keyDirectory in the configuration file).");

    /// <summary>A configuration that Rspamd refuses.</summary>
    public static FindingRule RspamdRefuses { get; } = Error(
        nameof(RspamdRefuses),
        "Rspamd refuses the configuration: {reason}.",
        "Run rspamadm configtest and fix what it reports. Nothing was changed.");

    /// <summary>A block that another file overrides.</summary>
    public static FindingRule BlockNotEffective { get; } = Error(
        nameof(BlockNotEffective),
        "The block for {domain} in {file} would have no effect: another file overrides it.",
        "Check rspamadm configdump dkim_signing, and override.d/dkim_signing.conf. Nothing was changed.");

    /// <summary>A key path with variables that are filled in for each message.</summary>
    public static FindingRule SignsByTemplate { get; } = Information(
        nameof(SignsByTemplate),
        "Rspamd signs mail of any domain that has a key at {path}, with the selector {selector}.",
        "A domain with its own block isn't signed this way. To disable it, set try_fallback = false in local.d/dkim_signing.conf.");

    /// <summary>Keys in a vault or chosen by a function.</summary>
    public static FindingRule KeysElsewhere { get; } = Warning(
        nameof(KeysElsewhere),
        "Rspamd gets its signing keys from {setting}, which this module doesn't read. The domains that it signs are unknown.",
        "Use Test-DkimSigning to see what it does with a message.");

    /// <summary>An Ed25519 key in a form that Rspamd can't read.</summary>
    public static FindingRule Ed25519FormUnread { get; } = Error(
        nameof(Ed25519FormUnread),
        "This Rspamd ({version}) reads an Ed25519 key only as bare base64, but {path} is PEM. The signature would be missing, "
        + "without a message in the log.",
        "Use the path {seed} in the configuration instead, or Rspamd 3.13.2 or later. For a block written by this module, "
        + "run Enable-DkimSigning -Force.");

    /// <summary>Files that a running Rspamd must reload.</summary>
    public static FindingRule SignerReloadNeeded { get; } = Information(
        nameof(SignerReloadNeeded),
        "{path} has changed; the running Rspamd reads it at the next reload.",
        "No action needed: Enable-DkimSigning reloads it.");

    /// <summary>A key name in Rspamd's signing_table that its key_table doesn't contain.</summary>
    public static FindingRule RspamdKeyUnknown { get; } = Error(
        nameof(RspamdKeyUnknown),
        "{source} names the key {name}, which isn't in Rspamd's key_table. Mail that matches the line leaves unsigned.",
        "Add the key to the key_table, or remove the line.");

    /// <summary>An invalid line in Rspamd's key_table.</summary>
    public static FindingRule RspamdKeyBroken { get; } = Error(
        nameof(RspamdKeyBroken),
        "{source} is not of the form name domain:selector:path. Mail that should be signed with {name} leaves unsigned.",
        "Correct the line.");

    /// <summary>A pattern of Rspamd's signing_table that also matches other domains.</summary>
    public static FindingRule PatternTakesMore { get; } = Warning(
        nameof(PatternTakesMore),
        "{source}: the pattern {pattern} matches part of the address, so this line also applies to other "
        + "domains, such as another-{domain}.",
        "Replace it with *@{domain}, and add a line *@*.{domain} if subdomains are meant too.");

    /// <summary>A pattern of Rspamd's signing_table that matches no address of its domain.</summary>
    public static FindingRule RspamdPatternMatchesNothing { get; } = Error(
        nameof(RspamdPatternMatchesNothing),
        "{source}: the pattern {pattern} doesn't match the addresses of {domain} as this version of Rspamd compares them, so this "
        + "line doesn't sign their mail.",
        "Write *@{domain} instead, in lower case.");

    /// <summary>A block whose name no mail has.</summary>
    public static FindingRule BlockNeverMatches { get; } = Error(
        nameof(BlockNeverMatches),
        "{source}: the block name {name} matches no mail, because Rspamd compares the sender's domain in lower case. Mail of "
        + "{domain} isn't signed by this block.",
        "Change the name to {domain}.");

    /// <summary>A configuration that Rspamd's own program can't read.</summary>
    public static FindingRule RspamdConfigurationUnreadable { get; } = Error(
        nameof(RspamdConfigurationUnreadable),
        "{path} can't be read, so Rspamd's signing keys are unknown: rspamadm configdump failed: {reason}.",
        "Correct the configuration until rspamadm configtest -c {path} reports no error. Only root can read files that Rspamd keeps from "
        + "others.");

    /// <summary>Rspamd's keys can't be determined.</summary>
    public static FindingRule RspamdKeysUnknown { get; } = Error(
        nameof(RspamdKeysUnknown),
        "The keys that Rspamd uses can't be determined from {folder}, so every key counts as in use: {reason}.",
        "Correct the configuration until rspamadm configdump succeeds, or install rspamadm. If Rspamd is no longer used on this host, "
        + "remove its configuration (apt purge rspamd).");

    /// <summary>Rspamd's keys are in a place that can't be read.</summary>
    public static FindingRule RspamdKeysElsewhere { get; } = Error(
        nameof(RspamdKeysElsewhere),
        "Rspamd gets its signing keys from {setting} ({source}), which can't be read here, so every key counts as in use.",
        "Use maps in local files (selector_map, path_map, signing_table, key_table) or domain blocks, or make the source readable for "
        + "this user. To remove a key anyway, check that Rspamd doesn't use it and delete its file by hand.");

    /// <summary>A variable whose value only the daemon knows.</summary>
    public static FindingRule RspamdVariableUnknown { get; } = Error(
        nameof(RspamdVariableUnknown),
        "{source} uses {variable}. Only the daemon knows its value, so it isn't known which keys sign, and every key counts as in use.",
        "Set the environment variable to the daemon's value (systemctl show rspamd -p Environment -p EnvironmentFiles) for this command "
        + "and for timers, or write the value into the file.");

    /// <summary>A list of selectors without brackets.</summary>
    public static FindingRule SelectorsWithoutBrackets { get; } = Error(
        nameof(SelectorsWithoutBrackets),
        "{source}: the selectors of {domain} are not in brackets. Rspamd accepts only a list, so it ignores them.",
        "Put the list in brackets, selectors [ ... ], with each pair of selector and path in braces, and reload Rspamd.");

    /// <summary>A selector or path that is not a string.</summary>
    public static FindingRule RspamdValueNotText { get; } = Error(
        nameof(RspamdValueNotText),
        "{source}: in the block of {domain} a value has the wrong type (a number without quotes, a list, or the same block or setting "
        + "twice). Rspamd doesn't sign with it.",
        "Write the selector and the path in quotes, each once: selector = \"2026\". Use selectors [ ... ] for several keys. See "
        + "rspamadm configdump dkim_signing.");

    /// <summary>Mail sent by this host that Rspamd doesn't sign.</summary>
    public static FindingRule MailOfHostNotSigned { get; } = Warning(
        nameof(MailOfHostNotSigned),
        "Rspamd doesn't sign mail sent by this host itself, such as mail from web applications, because of {setting} in "
        + "its dkim_signing configuration.",
        "To sign such mail, change {setting} in local.d/dkim_signing.conf and reload Rspamd.");

    /// <summary>Mail of authenticated users that Rspamd doesn't sign.</summary>
    public static FindingRule MailOfUsersNotSigned { get; } = Warning(
        nameof(MailOfUsersNotSigned),
        "Rspamd doesn't sign mail of authenticated users, because of {setting} in its dkim_signing configuration.",
        "To sign such mail, change {setting} in local.d/dkim_signing.conf and reload Rspamd.");

    /// <summary>A key's path that is not absolute.</summary>
    public static FindingRule RspamdPathRelative { get; } = Error(
        nameof(RspamdPathRelative),
        "{source} has the key path {path}, which is not absolute. Rspamd doesn't find the file, and mail leaves without this signature.",
        "Use the absolute path of the file, and reload Rspamd.");
}
