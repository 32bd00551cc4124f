namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Reads hashes from Redis.</summary>
internal interface IRedis
{
    /// <summary>The fields of a hash with their values (HGETALL).</summary>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    IReadOnlyDictionary<string, string> ReadHash(RedisServer server, string hash);

    /// <summary>The field names of a hash (HKEYS), whose values may be secret.</summary>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    IReadOnlySet<string> FieldsOf(RedisServer server, string hash);
}
