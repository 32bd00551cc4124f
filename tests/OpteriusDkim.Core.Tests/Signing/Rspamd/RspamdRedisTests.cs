using System.Text.Json;

namespace OpteriusDkim.Tests;

public sealed class RspamdRedisTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:6379")]
    [InlineData("127.0.0.1:6380", "127.0.0.1:6380")]
    [InlineData("redis.example.com:6380:10", "redis.example.com:6380")]
    [InlineData("master-slave:127.0.0.1,10.0.1.1", "127.0.0.1:6379 10.0.1.1:6379")]
    [InlineData("round-robin:a:1:5, b:2", "a:1 b:2")]
    [InlineData("[::1]:6380, [2001:db8::1]", "[::1]:6380 [2001:db8::1]:6379")]
    [InlineData("/run/redis/redis.sock", "/run/redis/redis.sock")]
    [InlineData("/run/redis/redis.sock:10", "/run/redis/redis.sock")]
    [InlineData("", "")]
    public void Addresses_are_read_as_Rspamd_writes_them(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', RedisServer.AddressesIn(text)));

    [Theory]
    [InlineData("""{ "redis": { "servers": "a" } }""", "a:6379")]
    [InlineData("""{ "redis": { "servers": ["a", "b:1"], "db": "2" } }""", "a:6379,b:1/2")]
    [InlineData("""{ "redis": { "read_servers": "r", "servers": "a", "database": 3 } }""", "r:6379/3")]
    [InlineData("""{ "redis": { "servers": "a" }, "dkim_signing": { "servers": "b" } }""", "b:6379")]
    [InlineData("""{ "redis": { "servers": "a", "db": "4" }, "dkim_signing": { "servers": "b" } }""", "b:6379/4")]
    [InlineData(
        """{ "redis": { "servers": "a" }, "dkim_signing": { "servers": "b", "redis": { "server": "c", "dbname": "1" } } }""", "c:6379/1")]
    [InlineData("""{ "redis": { "servers": "a", "dkim_signing": { "servers": "d" } } }""", "d:6379")]
    [InlineData("""{ "redis": { "servers": "a", "dkim_signing": { "db": "1" } } }""", null)]
    [InlineData("""{ "redis": { "servers": "a", "disabled_modules": ["greylist", "dkim_signing"] } }""", null)]
    [InlineData("""{ "redis": { "servers": "a", "disabled_modules": ["greylist"] } }""", "a:6379")]
    [InlineData("""{ "redis": { "sentinels": "a" } }""", null)]
    [InlineData("""{ "redis": "nonsense", "dkim_signing": [] }""", null)]
    [InlineData("{}", null)]
    public void The_server_is_the_one_that_the_module_would_use(string configuration, string? expected)
    {
        using var document = JsonDocument.Parse(configuration);

        Assert.Equal(expected, new RspamdConfiguration(document.RootElement).Redis?.ToString());
    }

    [Fact]
    public void User_and_password_come_from_the_section_or_the_common_one_and_are_not_shown()
    {
        using var document = JsonDocument.Parse(
            """{ "redis": { "servers": "a", "password": "secret" }, "dkim_signing": { "servers": "b", "username": "u" } }""");

        var server = new RspamdConfiguration(document.RootElement).Redis!;

        Assert.Equal(("u", "secret"), (server.User, server.Password));
        Assert.DoesNotContain("secret", server.ToString(), StringComparison.Ordinal);
    }
}
