using System.Globalization;

namespace OpteriusDkim.Tests;

public sealed class CredentialTests : IDisposable
{
    private const string Secret = "s3cret-t0ken";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("600")]
    [InlineData("400")]
    [InlineData("700")]
    public void A_private_file_is_read_without_white_space_around(string mode) =>
        Assert.Equal(Secret, Read(Write($"\uFEFF {Secret}\r\n\n", mode)).Reveal());

    [Theory]
    [InlineData("640")]
    [InlineData("620")]
    [InlineData("610")]
    [InlineData("604")]
    [InlineData("602")]
    [InlineData("644")]
    [InlineData("666")]
    public void A_file_that_others_can_use_is_refused(string mode)
    {
        var exception = Assert.Throws<InaccessibleException>(() => Read(Write(Secret, mode)));

        Assert.Equal("CredentialOpen", exception.Finding.Code);
        Assert.Contains("0" + mode, exception.Finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_a_private_file_in_a_safe_folder_is_refused()
    {
        Assert.Equal("CredentialUnreadable", CodeOf(folder["missing"]));
        Assert.Equal("CredentialUnreadable", CodeOf(folder.Path));
        Assert.Equal("CredentialBroken", CodeOf(Write(" \n", "600")));

        var path = Write(Secret, "600");
        File.SetUnixFileMode(folder.Path, (UnixFileMode)Convert.ToInt32("777", 8));
        Assert.Equal("CredentialUnreadable", CodeOf(path));
    }

    [Fact]
    public void The_mode_of_a_links_target_counts()
    {
        var target = Write(Secret, "644");
        File.CreateSymbolicLink(folder["link"], target);

        Assert.Equal("CredentialOpen", CodeOf(folder["link"]));
    }

    [Fact]
    public void A_secret_comes_from_the_vault_that_is_named()
    {
        var vaults = new FakeVault();

        var credential = Source("secret:Panel/dns/token").Read(vaults);

        Assert.Equal(("Panel", "dns/token"), Assert.Single(vaults.Asked));
        Assert.Equal(Secret, credential.Reveal());
        Assert.DoesNotContain(Secret, credential.ToString(), StringComparison.Ordinal);
        Assert.Equal("a *** b", credential.RemoveFrom($"a {Secret} b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("token")]
    [InlineData("secret:")]
    [InlineData("secret:Panel")]
    [InlineData("secret:Panel/")]
    [InlineData("secret:/name")]
    [InlineData("Secret:Panel/name")]
    [InlineData("/etc/a\nb")]
    public void Other_texts_are_no_source(string text) => Assert.False(CredentialSource.TryParse(text, out _));

    private string Write(string content, string mode)
    {
        var path = folder.Write("token" + mode, content);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        return path;
    }

    private static CredentialSource Source(string text)
    {
        Assert.True(CredentialSource.TryParse(text, out var source), string.Create(CultureInfo.InvariantCulture, $"{text} is a source"));
        return source;
    }

    private static ServiceCredential Read(string path) => Source(path).Read(new FakeVault());

    private static string CodeOf(string path) => Assert.ThrowsAny<DkimException>(() => Read(path)).Finding.Code;

    private sealed class FakeVault : ISecretVault
    {
        public List<(string Vault, string Name)> Asked { get; } = [];

        public ServiceCredential Read(string vault, string name)
        {
            Asked.Add((vault, name));
            return new ServiceCredential(Secret);
        }
    }
}
