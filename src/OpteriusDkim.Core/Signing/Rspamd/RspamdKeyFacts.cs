namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Information on keys from outside the configuration.</summary>
/// <param name="ProblemOfForm">Why the daemon can't read the format of an Ed25519 key, or null.</param>
/// <param name="Assess">Predicts the outcome for a key file's content.</param>
/// <param name="RedisKeys">Reads the keys in Redis for the configured selectors.</param>
internal sealed record RspamdKeyFacts(
    Func<string, DkimFinding?> ProblemOfForm,
    Func<string, KeyFileVerdict> Assess,
    Func<IEnumerable<(string Domain, string Selector)>, RspamdRedisKeys> RedisKeys);
