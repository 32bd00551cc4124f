namespace OpteriusDkim;

/// <summary>What is known about keys outside the configuration.</summary>
/// <param name="ProblemOfForm">Why the daemon doesn't read what a key file holds; null where it does.</param>
/// <param name="RedisKeys">Reads the keys in Redis, from the selectors that the configuration gives domains.</param>
internal sealed record RspamdKeyFacts(
    Func<string, DkimFinding?> ProblemOfForm,
    Func<IEnumerable<(string Domain, string Selector)>, RspamdRedisKeys> RedisKeys);
