namespace OpteriusDkim;

/// <summary>A Redis that must not be queried.</summary>
internal sealed class NoRedis : IRedis
{
    public IReadOnlyDictionary<string, string> ReadHash(RedisServer server, string hash) => throw new NotSupportedException();

    public IReadOnlySet<string> FieldsOf(RedisServer server, string hash) => throw new NotSupportedException();
}
