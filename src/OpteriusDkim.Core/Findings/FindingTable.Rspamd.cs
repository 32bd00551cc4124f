namespace OpteriusDkim;

/// <content>Rspamd's dkim_signing.</content>
public static partial class FindingTable
{
    /// <summary>A dkim_signing without our file.</summary>
    public static FindingRule DomainFileNotIncluded { get; } = Error(
        nameof(DomainFileNotIncluded),
        "{path} doesn't include {file}, so there is no place in which a domain could be enabled.",
        "Run Initialize-DkimSigner -Signer Rspamd, which adds one line to it and keeps the rest.");

    /// <summary>A line in our file that we didn't write.</summary>
    public static FindingRule DomainFileForeign { get; } = Error(
        nameof(DomainFileForeign),
        "{source} is not as this module writes it: one line a domain, within one block.",
        "Move what stands there to local.d/dkim_signing.conf, and comments on lines of their own.");

    /// <summary>A setting by which blocks of domains aren't looked at.</summary>
    public static FindingRule BlocksOverridden { get; } = Error(
        nameof(BlocksOverridden),
        "Rspamd doesn't look at the blocks of domains, since {setting} is set in its dkim_signing.",
        "Go on with {setting} by its own means, or take it out and reload Rspamd.");

    /// <summary>A module that is off.</summary>
    public static FindingRule DkimSigningDisabled { get; } = Error(
        nameof(DkimSigningDisabled),
        "Rspamd's dkim_signing is switched off (enabled = false): it signs nothing.",
        "Take enabled = false out of local.d/dkim_signing.conf or override.d/dkim_signing.conf, and reload Rspamd.");

    /// <summary>A block of a subdomain that isn't looked at.</summary>
    public static FindingRule SubdomainSignedAsParent { get; } = Error(
        nameof(SubdomainSignedAsParent),
        "Rspamd signs mail of {domain} as {parent} (use_esld): a block for {domain} is ignored.",
        "Enable {parent}, whose signature serves its subdomains too; or set use_esld = false in local.d/dkim_signing.conf, after which each subdomain that sends mail needs a block of its own.");

    /// <summary>Subdomains that can't be signed by a block of their parent.</summary>
    public static FindingRule SubdomainsNeedBlocks { get; } = Error(
        nameof(SubdomainsNeedBlocks),
        "With use_esld = false Rspamd has no block for all subdomains of {domain}.",
        "Enable each subdomain that sends mail, with a key of its own.");

    /// <summary>A path that can't stand in Rspamd's configuration.</summary>
    public static FindingRule KeyPathNotPlain { get; } = Error(
        nameof(KeyPathNotPlain),
        "The key's path can't stand in Rspamd's configuration as it is: {path}.",
        "Keep the keys in a folder whose path has only letters, digits and /._@+~=,- (keyDirectory in the configuration file).");

    /// <summary>A configuration that the daemon would not load.</summary>
    public static FindingRule RspamdRefuses { get; } = Error(
        nameof(RspamdRefuses),
        "Rspamd would not load its configuration: {reason}.",
        "See rspamadm configtest. Nothing was changed.");

    /// <summary>A block of ours that something else takes the place of.</summary>
    public static FindingRule BlockNotEffective { get; } = Error(
        nameof(BlockNotEffective),
        "A block for {domain} in {file} would not come to count: another file has the last word.",
        "See rspamadm configdump dkim_signing, and override.d/dkim_signing.conf. Nothing was changed.");

    /// <summary>A key path that is filled in for each message.</summary>
    public static FindingRule SignsByTemplate { get; } = Information(
        nameof(SignsByTemplate),
        "Rspamd signs mail of any domain for which there is a key at {path}, with the selector {selector}.",
        "A domain with a block of its own isn't signed this way. try_fallback = false switches it off.");

    /// <summary>Keys in a vault, or chosen by a function.</summary>
    public static FindingRule KeysElsewhere { get; } = Warning(
        nameof(KeysElsewhere),
        "Rspamd takes its signing keys by {setting}, which isn't read here: what it signs isn't known.",
        "Test-DkimSigning shows what it does with a message.");

    /// <summary>Keys in Redis, and no server.</summary>
    public static FindingRule RedisUnknown { get; } = Error(
        nameof(RedisUnknown),
        "Rspamd takes its signing keys from Redis, and its configuration names no server for that: it switches signing off. Where it finds one by sentinels, that isn't read here.",
        "Name the server in local.d/redis.conf, or take use_redis out of the dkim_signing configuration.");

    /// <summary>A Redis server that can't be read.</summary>
    public static FindingRule RedisUnreadable { get; } = Warning(
        nameof(RedisUnreadable),
        "Rspamd takes its signing keys from Redis at {server}, which can't be read: {reason}. While that is so for Rspamd too, mail leaves unsigned.",
        "Start it, or correct its address and password in local.d/redis.conf. Test-DkimSigning shows what Rspamd does with a message.");

    /// <summary>A selector without a key in Redis.</summary>
    public static FindingRule RedisKeyMissing { get; } = Error(
        nameof(RedisKeyMissing),
        "{source} has no key {field}: mail of {domain} leaves unsigned, without a word in Rspamd's log.",
        "Put the key there under this name, or name the selector that there is a key for.");

    /// <summary>A key in Redis that no selector leads to.</summary>
    public static FindingRule RedisKeyUnused { get; } = Warning(
        nameof(RedisKeyUnused),
        "{source} has the key {field}, which signs nothing: for {domain} Rspamd looks for {wanted}.",
        "Where it is to sign, name its selector for the domain (selector_prefix, selector_map or a block); else delete it.");

    /// <summary>A key in Redis whose domain has no selector.</summary>
    public static FindingRule RedisSelectorMissing { get; } = Error(
        nameof(RedisSelectorMissing),
        "{source} has the key {field}, and {selectors} has no selector for {domain}: its mail leaves unsigned.",
        "Put the selector there (HSET {selectors}, with the domain and its selector); or delete the key where nothing is to be signed with it.");

    /// <summary>An Ed25519 key in a form that the daemon doesn't read.</summary>
    public static FindingRule Ed25519FormUnread { get; } = Error(
        nameof(Ed25519FormUnread),
        "This Rspamd ({version}) reads an Ed25519 key as bare base64 only, and {path} is PEM: this signature would be missing, without a word.",
        "Name the file {seed} beside it, or use Rspamd 3.13.2 or later. In a block of ours Enable-DkimSigning -Force does that.");

    /// <summary>New files that a running Rspamd has to be told of.</summary>
    public static FindingRule SignerReloadNeeded { get; } = Information(
        nameof(SignerReloadNeeded),
        "{path} has changed; the running Rspamd reads it at its next reload.",
        "No action needed: Enable-DkimSigning reloads it.");

    /// <summary>A name of Rspamd's signing_table without a key.</summary>
    public static FindingRule RspamdKeyUnknown { get; } = Error(
        nameof(RspamdKeyUnknown),
        "{source} names the key {name}, which Rspamd's key_table doesn't have: mail that the line takes leaves unsigned.",
        "Add the key to the key_table, or remove the line.");

    /// <summary>A line of Rspamd's key_table that can't be read.</summary>
    public static FindingRule RspamdKeyBroken { get; } = Error(
        nameof(RspamdKeyBroken),
        "{source} is not of the form name domain:selector:path: mail that is to be signed with {name} leaves unsigned.",
        "Mend the line.");

    /// <summary>A pattern of Rspamd's signing_table that takes other domains too.</summary>
    public static FindingRule PatternTakesMore { get; } = Warning(
        nameof(PatternTakesMore),
        "{source}: the pattern {pattern} matches a part of the address, so this line takes mail of other domains as well, such as another-{domain}.",
        "Write *@{domain} in its place, and a line *@*.{domain} where its subdomains are meant too.");

    /// <summary>A pattern of Rspamd's signing_table that matches no address of its domain.</summary>
    public static FindingRule RspamdPatternMatchesNothing { get; } = Error(
        nameof(RspamdPatternMatchesNothing),
        "{source}: the pattern {pattern} doesn't match the addresses of {domain} as this version of Rspamd compares them, so this line doesn't sign their mail.",
        "Write *@{domain} instead, in lower case.");

    /// <summary>A block whose name no mail has.</summary>
    public static FindingRule BlockNeverMatches { get; } = Error(
        nameof(BlockNeverMatches),
        "{source}: no mail is of the domain {name}, since Rspamd writes a sender's domain in small letters: mail of {domain} isn't signed by this block.",
        "Write {domain} in its place.");

    /// <summary>A configuration whose keys can't be established.</summary>
    public static FindingRule RspamdKeysUnknown { get; } = Error(
        nameof(RspamdKeysUnknown),
        "The keys that Rspamd uses can't be established from {folder}, so every key counts as in use: {reason}.",
        "Correct the configuration until rspamadm configdump succeeds, or install Rspamd's rspamadm. If Rspamd is no longer used on this host, remove its configuration (apt purge rspamd).");

    /// <summary>Keys that Rspamd takes from where they can't be read.</summary>
    public static FindingRule RspamdKeysElsewhere { get; } = Error(
        nameof(RspamdKeysElsewhere),
        "Rspamd takes its signing keys by {setting} ({source}), which can't be read here, so every key counts as in use.",
        "Use maps in local files (selector_map, path_map, signing_table, key_table) or domain blocks, or make the named source readable for this user. To remove a key all the same, delete its file by hand after checking that Rspamd doesn't use it.");

    /// <summary>A list of selectors that is written as an object.</summary>
    public static FindingRule SelectorsWithoutBrackets { get; } = Error(
        nameof(SelectorsWithoutBrackets),
        "{source}: the selectors of {domain} are not in brackets. Rspamd takes a list only, so it ignores them.",
        "Put the list in brackets, selectors [ ... ], with each pair of selector and path in braces inside, and reload Rspamd.");

    /// <summary>A selector or path that is no text.</summary>
    public static FindingRule RspamdValueNotText { get; } = Error(
        nameof(RspamdValueNotText),
        "{source}: in the block of {domain} a value has the wrong type (a number without quotes, a list, or the same block or setting twice). Rspamd doesn't sign with it.",
        "Write the selector and the path in quotes, each once: selector = \"2026\". Use selectors [ ... ] for several keys. See rspamadm configdump dkim_signing.");

    /// <summary>Mail of this host that isn't signed.</summary>
    public static FindingRule MailOfHostNotSigned { get; } = Warning(
        nameof(MailOfHostNotSigned),
        "Rspamd doesn't sign mail that this host itself sends, such as that of web applications, because of {setting} in its dkim_signing.",
        "Change {setting} in local.d/dkim_signing.conf where such mail is to be signed, and reload Rspamd.");

    /// <summary>Mail of users who log in that isn't signed.</summary>
    public static FindingRule MailOfUsersNotSigned { get; } = Warning(
        nameof(MailOfUsersNotSigned),
        "Rspamd doesn't sign mail of users who log in from elsewhere, because of {setting} in its dkim_signing.",
        "Change {setting} in local.d/dkim_signing.conf where such mail is to be signed, and reload Rspamd.");

    /// <summary>A name in Redis that is not in lower case.</summary>
    public static FindingRule RedisNameNeverMatches { get; } = Error(
        nameof(RedisNameNeverMatches),
        "{source} has the key {field}. Rspamd looks up a sender's domain in lower case, so it never finds it, and mail of {domain} leaves unsigned.",
        "Store the key under the selector and the domain in lower case, and delete {field}.");

    /// <summary>A key's path that is not absolute.</summary>
    public static FindingRule RspamdPathRelative { get; } = Error(
        nameof(RspamdPathRelative),
        "{source} has the key's path {path}, which is not absolute: Rspamd doesn't find the file, and mail leaves without this signature.",
        "Write the whole path of the file, from / on, and reload Rspamd.");
}
