namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A Redis server, as Rspamd's configuration names it.</summary>
/// <param name="addresses">Its addresses, each <c>host:port</c> or a socket's path: any of them will do.</param>
/// <param name="database">The number of the database.</param>
/// <param name="user">Whom to log in as; null for the default user.</param>
/// <param name="password">With which password; null for none.</param>
internal sealed class RedisServer(IReadOnlyList<string> addresses, int database, string? user, string? password)
{
    private const string DefaultPort = "6379";

    private static readonly string[] Strategies = ["master-slave:", "round-robin:", "random:", "sequential:", "hash:"];

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<string> Addresses { get; } = addresses;

    /// <summary>The number of the database.</summary>
    public int Database { get; } = database;

    /// <summary>Whom to log in as; null for the default user.</summary>
    public string? User { get; } = user;

    /// <summary>With which password; null for none. It is on no object that a cmdlet gives, and in no text.</summary>
    public string? Password { get; } = password;

    /// <summary>Reads addresses as Rspamd writes them: several by commas, each with a port and a weight, a strategy before all.</summary>
    /// <param name="text">Such as <c>master-slave:127.0.0.1,[::1]:6380:10</c>.</param>
    public static IReadOnlyList<string> AddressesIn(string text) =>
        [
            .. WithoutStrategy(text).Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(AddressIn),
        ];

    /// <summary>The addresses and the database, and nothing secret.</summary>
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
