namespace OpteriusDkim;

/// <summary>Redis where nobody should ask it.</summary>
internal sealed class NoRedis : IRedis
{
    public IReadOnlyDictionary<string, string> ReadHash(RedisServer server, string hash) => throw new NotSupportedException();

    public IReadOnlySet<string> FieldsOf(RedisServer server, string hash) => throw new NotSupportedException();
}
