using System.Text;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class TsigKeyTests : IDisposable
{
    private const string Secret = "VGhpcyBpcyBhIHNlY3JldCBvZiBuaW5lIHdvcmRzLg==";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("key \"dkim-key\" {\n\talgorithm hmac-sha256;\n\tsecret \"{s}\";\n};\n", "dkim-key", "hmac-sha256")]
    [InlineData("key dkim-key. { secret {s}; algorithm HMAC-SHA512; };", "dkim-key", "hmac-sha512")]
    [InlineData("key dkim.example.com{algorithm hmac-md5.sig-alg.reg.int.;secret\"{s}\";}", "dkim.example.com", "hmac-md5")]
    [InlineData(
        "# made by hand\n// twice\n/* and\nmore */ key \"A_b\" { algorithm \"hmac-sha1\"; /**/ secret \"{s}\"; };;  # end",
        "a_b",
        "hmac-sha1")]
    public void A_key_as_BIND_writes_it_is_read(string text, string name, string algorithm)
    {
        using var key = TsigKey.Read(Write(text));

        Assert.Equal((name, algorithm), (key.Name, key.Algorithm));
        Assert.Equal("This is a secret of nine words.", Encoding.ASCII.GetString(key.CopySecret()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{s}")]
    [InlineData("key")]
    [InlineData("key \"{s}")]
    [InlineData("key {s} { algorithm hmac-sha256; secret \"{s}\"; };")]
    [InlineData("key \"a b\" { algorithm hmac-sha256; secret \"{s}\"; };")]
    [InlineData("key \"\" { algorithm hmac-sha256; secret \"{s}\"; };")]
    [InlineData("key a algorithm hmac-sha256; secret \"{s}\";")]
    [InlineData("key a { algorithm hmac-sha256; secret \"{s}\";")]
    [InlineData("key a { algorithm hmac-sha256; secret \"{s}")]
    [InlineData("key a { algorithm hmac-sha256; };")]
    [InlineData("key a { secret \"{s}\"; };")]
    [InlineData("key a { algorithm hmac-sha384; secret \"{s}\"; };")]
    [InlineData("key a { algorithm {s}; secret \"{s}\"; };")]
    [InlineData("key a { algorithm = hmac-sha256; secret = \"{s}\"; };")]
    [InlineData("key a { algorithm hmac-sha256; secret \"{s}\" \"{s}\"; };")]
    [InlineData("key a { algorithm hmac-sha256; secret \"{s}\"; secret \"{s}\"; };")]
    [InlineData("key a { algorithm hmac-sha256; secret \"{s}!\"; };")]
    [InlineData("key a { algorithm hmac-sha256; secret \"\"; };")]
    [InlineData("key a { algorithm hmac-sha256; secret \"{s}\"; }; key b { algorithm hmac-sha256; secret \"{s}\"; };")]
    [InlineData("key a { algorithm hmac-sha256; secret \"{s}\"; } {s}")]
    [InlineData("Private-key-format: v1.3\nAlgorithm: 157 (HMAC_SHA256)\nKey: {s}\n")]
    public void Data_that_is_not_a_key_is_refused_without_quoting_it(string text)
    {
        var path = Write(text);

        var exception = Assert.Throws<BrokenDataException>(() => TsigKey.Read(path));

        Assert.Equal(("TsigKeyBroken", path), (exception.Finding.Code, exception.Subject));
        Assert.DoesNotContain(
            Secret[..12], exception + exception.Finding.Message + exception.Finding.Advice, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_file_is_more_than_broken() => Always.Holds(
        Any.Joined(Gen.OneOf(
            Gen.Elements("key", " ", "a", "{", "}", ";", "\"", "algorithm", "hmac-sha256", "secret", Secret, "#", "//", "/*", "*/", "\n"),
            Any.Text)),
        text =>
        {
            var path = folder.Write("any.key", Encoding.Latin1.GetBytes(text));
            File.SetUnixFileMode(path, Private);
            var exception = Record.Exception(() => TsigKey.Read(path).Dispose());
            Assert.True(exception is null or BrokenDataException);
            Assert.DoesNotContain(Secret, exception?.ToString() ?? "", StringComparison.OrdinalIgnoreCase);
        });

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_everybody_can_read_or_write_is_refused_behind_a_link_too(UnixFileMode more)
    {
        var path = Write(Good);
        File.SetUnixFileMode(path, Private | more);
        File.CreateSymbolicLink(folder["link"], path);

        Assert.Equal("TsigKeyOpen", Assert.Throws<InaccessibleException>(() => TsigKey.Read(path)).Finding.Code);
        Assert.Equal("TsigKeyOpen", Assert.Throws<InaccessibleException>(() => TsigKey.Read(folder["link"])).Finding.Code);
    }

    [Fact]
    public void A_group_may_read_it()
    {
        var path = Write(Good);
        File.SetUnixFileMode(path, Private | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(folder["link"], path);

        TsigKey.Read(path).Dispose();
        TsigKey.Read(folder["link"]).Dispose();
    }

    [Fact]
    public void A_missing_path_or_one_that_is_not_a_file_is_reported()
    {
        Assert.Equal("TsigKeyUnreadable", Assert.Throws<InaccessibleException>(() => TsigKey.Read(folder["none"])).Finding.Code);
        Assert.Equal("TsigKeyUnreadable", Assert.Throws<InaccessibleException>(() => TsigKey.Read(folder.Path)).Finding.Code);
    }

    [Fact]
    public void The_secret_appears_nowhere_and_is_wiped()
    {
        var key = TsigKey.Read(Write(Good));

        Assert.Equal("dkim-key (hmac-sha256)", key.ToString());
        Assert.All(
            typeof(TsigKey).GetProperties(),
            property => Assert.IsType<string>(property.GetValue(key)));
        key.Dispose();
        Assert.All(key.CopySecret(), octet => Assert.Equal(0, octet));
    }

    private static string Good => "key \"dkim-key\" { algorithm hmac-sha256; secret \"{s}\"; };";

    private string Write(string text)
    {
        var path = folder.Write("tsig.key", text.Replace("{s}", Secret, StringComparison.Ordinal));
        File.SetUnixFileMode(path, Private);
        return path;
    }
}
