namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Reads hashes that Redis holds.</summary>
internal interface IRedis
{
    /// <summary>The fields of a hash with their values (HGETALL).</summary>
    /// <param name="hash">The key of the hash.</param>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    IReadOnlyDictionary<string, string> ReadHash(RedisServer server, string hash);

    /// <summary>The fields of a hash alone (HKEYS): where the values are secrets.</summary>
    /// <param name="hash">The key of the hash.</param>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    IReadOnlySet<string> FieldsOf(RedisServer server, string hash);
}
