namespace OpteriusDkim;

/// <summary>OpenDKIM's own tools agree with us about keys: theirs and ours.</summary>
public sealed class OpenDkimTests(CheckedKeys keys)
{
    [Theory]
    [MemberData(nameof(CheckedKeys.Rsa), MemberType = typeof(CheckedKeys))]
    public async Task Its_own_test_accepts_our_published_key(string choice)
    {
        Assert.SkipUnless(Tool.Exists("opendkim-testkey"), "opendkim-testkey is not installed (Debian's opendkim-tools)");
        Assert.SkipWhen(NameServer.Missing is not null, NameServer.Missing ?? "");
        var sample = keys[choice];
        using var scratch = new Sandbox();
        using var server = NameServer.Start(scratch.In("named"), ("example.com", sample.RecordText));
        var outcome = await Tool.RunAsync(
            "opendkim-testkey", "-x", ResolverConfiguration(scratch, server), "-d", "example.com", "-s", "mail", "-k",
            sample.Key.PrivateKeyPath!, "-vvv");
        Assert.Contains("key OK", outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(2048, false)]
    [InlineData(2048, true)]
    [InlineData(4096, true)]
    public async Task A_key_that_it_made_is_listed_unchanged(int bits, bool traditional)
    {
        using var sandbox = new Sandbox();
        var expected = await GenerateAsync(Path.Combine(sandbox.Keys, "example.com"), bits, traditional);
        using var session = new ModuleSession(sandbox);
        var key = (DkimKey)session.Run("Get-DkimKey example.com").Objects.Single().BaseObject;
        Assert.Equal(expected, key.PublicKey);
        Assert.Equal(bits, key.KeySize);
    }

    [Theory]
    [InlineData(2048, false)]
    [InlineData(2048, true)]
    [InlineData(3072, false)]
    public async Task A_key_that_it_made_is_imported_under_the_name_in_its_record(int bits, bool traditional)
    {
        using var sandbox = new Sandbox();
        var expected = await GenerateAsync(sandbox.In("old"), bits, traditional);
        using var session = new ModuleSession(sandbox);
        var key = (DkimKey)session.Run("Import-DkimKey old/mail.private").Objects.Single().BaseObject;
        Assert.Equal("mail._domainkey.example.com", key.DnsName);
        Assert.Equal(expected, key.PublicKey);
        Assert.Equal(new StoreCheck(sandbox).KeyPath, key.PrivateKeyPath);
        Assert.Empty(await new StoreCheck(sandbox).ProblemsAfterRunAsync());
        Assert.True(File.Exists(sandbox.In("old", "mail.private")));
    }

    /// <summary>Generates a key as its users do, and returns the public half in its record.</summary>
    private static async Task<string> GenerateAsync(string folder, int bits, bool traditional)
    {
        Assert.SkipUnless(Tool.Exists("opendkim-genkey"), "opendkim-genkey is not installed (Debian's opendkim-tools)");
        Directory.CreateDirectory(folder);
        _ = (await Tool.RunAsync("opendkim-genkey", "-D", folder, "-d", "example.com", "-s", "mail", "-b", $"{bits}")).Successful;
        var path = Path.Combine(folder, "mail.private");
        if (traditional)
        {
            File.Move(path, path + ".new-form");
            _ = (await Tool.RunAsync("openssl", "pkey", "-in", path + ".new-form", "-out", path, "-traditional")).Successful;
            File.Delete(path + ".new-form");
        }

        Assert.StartsWith(
            traditional ? "-----BEGIN RSA PRIVATE KEY-----" : "-----BEGIN PRIVATE KEY-----", await File.ReadAllTextAsync(path),
            StringComparison.Ordinal);
        return ZoneFileText.PublicKeyIn(await File.ReadAllTextAsync(Path.Combine(folder, "mail.txt")));
    }

    /// <summary>An opendkim.conf that directs its resolver to the test's server and port.</summary>
    private static string ResolverConfiguration(Sandbox sandbox, NameServer server)
    {
        File.WriteAllText(sandbox.In("unbound.conf"), $"""
            server:
              do-not-query-localhost: no
            stub-zone:
              name: "example.com"
              stub-addr: 127.0.0.1@{server.Port}

            """);
        File.WriteAllText(sandbox.In("testkey.conf"), $"ResolverConfiguration {sandbox.In("unbound.conf")}\n");
        return sandbox.In("testkey.conf");
    }
}
