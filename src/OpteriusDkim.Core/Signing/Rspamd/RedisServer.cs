namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A Redis server in Rspamd's configuration.</summary>
/// <param name="addresses">Its addresses, equivalent to each other: <c>host:port</c> or the path of a socket.</param>
/// <param name="user">The user to log in as; null for the default user.</param>
internal sealed class RedisServer(IReadOnlyList<string> addresses, int database, string? user, string? password)
{
    private const string DefaultPort = "6379";

    private static readonly string[] Strategies = ["master-slave:", "round-robin:", "random:", "sequential:", "hash:"];

    public IReadOnlyList<string> Addresses { get; } = addresses;

    public int Database { get; } = database;

    public string? User { get; } = user;

    /// <summary>The password, or null. It must not occur in output objects or texts.</summary>
    public string? Password { get; } = password;

    /// <summary>Parses Rspamd's list of addresses: an optional strategy, then addresses with optional port and weight.</summary>
    /// <param name="text">For example <c>master-slave:127.0.0.1,[::1]:6380:10</c>.</param>
    public static IReadOnlyList<string> AddressesIn(string text) =>
        [
            .. WithoutStrategy(text).Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(AddressIn),
        ];

    /// <summary>Addresses and database, without secrets.</summary>
    public override string ToString() => $"{string.Join(',', Addresses)}{(Database == 0 ? "" : $"/{Database}")}";

    private static string WithoutStrategy(string text) =>
        Strategies.FirstOrDefault(strategy => text.StartsWith(strategy, StringComparison.Ordinal)) is { } strategy
            ? text[strategy.Length..]
            : text;

    private static string AddressIn(string text)
    {
        if (text.StartsWith('/'))
        {
            return text.Split(':')[0];
        }

        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        var rest = text[end..].Split(':');
        var host = end switch
        {
            > 0 => text[..end],
            _ when rest[0] == "*" => "127.0.0.1",
            _ => rest[0],
        };
        return $"{host}:{(rest.Length > 1 && rest[1].Length > 0 ? rest[1] : DefaultPort)}";
    }
}
