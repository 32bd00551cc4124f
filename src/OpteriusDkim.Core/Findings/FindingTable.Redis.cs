namespace OpteriusDkim.Findings;

/// <content>Keys that Rspamd has in Redis.</content>
internal static partial class FindingTable
{
    /// <summary>Keys in Redis, but no server is configured.</summary>
    public static FindingRule RedisUnknown { get; } = Error(
        nameof(RedisUnknown),
        "Rspamd gets its signing keys from Redis, but its configuration names no server, so signing is disabled. Redis "
        + "Sentinel settings are not read here.",
        "Set the server in local.d/redis.conf, or remove use_redis from the dkim_signing configuration.");

    /// <summary>A Redis server that can't be read.</summary>
    public static FindingRule RedisUnreadable { get; } = Warning(
        nameof(RedisUnreadable),
        "Rspamd gets its signing keys from Redis at {server}, which can't be read: {reason}. If Rspamd can't read it "
        + "either, mail leaves unsigned.",
        "Start it, or correct its address and password in local.d/redis.conf. Use Test-DkimSigning to see "
        + "what Rspamd does with a message.");

    /// <summary>A selector without a key in Redis.</summary>
    public static FindingRule RedisKeyMissing { get; } = Error(
        nameof(RedisKeyMissing),
        "{source} has no key {field}. Mail of {domain} leaves unsigned, without a message in Rspamd's log.",
        "Store the key in Redis under this name, or change the selector to one that has a key.");

    /// <summary>A key in Redis that no selector refers to.</summary>
    public static FindingRule RedisKeyUnused { get; } = Warning(
        nameof(RedisKeyUnused),
        "{source} has the key {field}, but nothing is signed with it: for {domain} Rspamd uses {wanted}.",
        "To sign with it, set its selector for the domain (selector_prefix, selector_map or a block). Otherwise delete it.");

    /// <summary>A key in Redis whose domain has no selector.</summary>
    public static FindingRule RedisSelectorMissing { get; } = Error(
        nameof(RedisSelectorMissing),
        "{source} has the key {field}, but {selectors} has no selector for {domain}, so its mail leaves unsigned.",
        "Add the selector (HSET {selectors}, with the domain and its selector), or delete the key if it isn't needed.");

    /// <summary>A name in Redis that is not in lower case.</summary>
    public static FindingRule RedisNameNeverMatches { get; } = Error(
        nameof(RedisNameNeverMatches),
        "{source} has the key {field}. Rspamd looks up a sender's domain in lower case, so it never finds it, and "
        + "mail of {domain} leaves unsigned.",
        "Store the key under the selector and the domain in lower case, and delete {field}.");
}
