using StackExchange.Redis;
using IRedis = OpteriusDkim.Signing.Rspamd.IRedis;

namespace OpteriusDkim;

/// <summary>Reads Redis with StackExchange.Redis. One connection per call, because there are few calls.</summary>
internal sealed class RedisClient : IRedis
{
    private const int ConnectTimeout = 3000;
    private const int ReadTimeout = 10_000;

    public IReadOnlyDictionary<string, string> ReadHash(RedisServer server, string hash) => Read(
        server,
        database =>
            database.HashGetAll(hash).ToDictionary(
                entry => entry.Name.ToString(), entry => entry.Value.ToString(), StringComparer.Ordinal));

    public IReadOnlySet<string> FieldsOf(RedisServer server, string hash) => Read(
        server, database => database.HashKeys(hash).Select(field => field.ToString()).ToHashSet(StringComparer.Ordinal));

    private static T Read<T>(RedisServer server, Func<IDatabase, T> read)
    {
        try
        {
            using var connection = ConnectionMultiplexer.Connect(OptionsFor(server));
            return read(connection.GetDatabase());
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ArgumentException or FormatException)
        {
            throw new InaccessibleException(
                FindingTable.RedisUnreadable.With(("server", server), ("reason", ReasonOf(exception))), server.ToString(), exception);
        }
    }

    private static ConfigurationOptions OptionsFor(RedisServer server)
    {
        var options = new ConfigurationOptions
        {
            ConnectTimeout = ConnectTimeout,
            ConnectRetry = 1,
            SyncTimeout = ReadTimeout,
            DefaultDatabase = server.Database,
            User = server.User,
            Password = server.Password,
            ClientName = "OpteriusDkim",
        };
        foreach (var address in server.Addresses)
        {
            options.EndPoints.Add(address.StartsWith('/') ? "!" + address : address);
        }

        return options;
    }

    /// <summary>Replaces the library's long messages.</summary>
    private static string ReasonOf(Exception exception) => exception switch
    {
        _ when Failures(exception).Contains(ConnectionFailureType.AuthenticationFailure) => "it rejects the password",
        RedisConnectionException => $"no connection within {ConnectTimeout / 1000} s",
        _ => PrintableText.Shorten(exception.Message).TrimEnd('.'),
    };

    private static IEnumerable<ConnectionFailureType> Failures(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is RedisConnectionException connection)
            {
                yield return connection.FailureType;
            }
        }
    }
}
