namespace OpteriusDkim.Signing.Rspamd;

/// <summary>What is known about keys outside the configuration.</summary>
/// <param name="ProblemOfForm">Why the daemon doesn't read the form of an Ed25519 key; null where it does.</param>
/// <param name="Judge">What the daemon makes of a key file's content.</param>
/// <param name="RedisKeys">Reads the keys in Redis, from the selectors that the configuration gives domains.</param>
internal sealed record RspamdKeyFacts(
    Func<string, DkimFinding?> ProblemOfForm,
    Func<string, KeyFileVerdict> Judge,
    Func<IEnumerable<(string Domain, string Selector)>, RspamdRedisKeys> RedisKeys);
