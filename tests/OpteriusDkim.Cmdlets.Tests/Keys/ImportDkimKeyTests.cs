using System.Security.Cryptography;

namespace OpteriusDkim;

public sealed class ImportDkimKeyTests : CmdletTest
{
    private static readonly string Pkcs1 = MakePem(rsa => rsa.ExportRSAPrivateKeyPem());
    private static readonly string Pkcs8 = MakePem(rsa => rsa.ExportPkcs8PrivateKeyPem());

    [Fact]
    public void A_folder_of_keys_is_imported_each_under_its_name()
    {
        Write("old/example.com/mail.private", Pkcs1);
        Write("old/example.net/s2.private", Pkcs8);
        Write("old/example.net/s2.txt", "not a key");

        var imported = Run("Import-DkimKey ./old");

        Assert.Empty(imported.Errors);
        Assert.Equal(["mail._domainkey.example.com", "s2._domainkey.example.net"], Each(imported, "DnsName").Order());
        Assert.StartsWith(
            "-----BEGIN PRIVATE KEY-----", File.ReadAllText(Sandbox.In("keys", "example.com", "mail.private")), StringComparison.Ordinal);
        Assert.True(File.Exists(Sandbox.In("old", "example.com", "mail.private")));
    }

    [Fact]
    public void Given_names_come_first()
    {
        Write("dkimkeys/mail.private", Pkcs8);

        var imported = Run("Import-DkimKey ./dkimkeys/mail.private -Domain example.org -Selector s9");

        Assert.Equal("s9._domainkey.example.org", imported["DnsName"]);
    }

    [Fact]
    public void A_single_key_host_names_its_key_in_the_configuration_and_continues_using_the_old_file()
    {
        var old = Write("dkimkeys/mail.private", Pkcs1);
        File.WriteAllText(Sandbox.OpenDkimConfiguration, $"Domain example.com\nSelector 2020\nKeyFile {old}\n");

        var imported = Run($"Import-DkimKey {old}");

        Assert.Equal("2020._domainkey.example.com", imported["DnsName"]);
        var warning = Assert.Single(imported.Warnings);
        Assert.Contains(Sandbox.OpenDkimConfiguration + ":3", warning, StringComparison.Ordinal);
        Assert.Contains(old, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void The_record_file_of_genkey_gives_the_name()
    {
        Write("dkimkeys/mail.private", Pkcs1);
        Write("dkimkeys/mail.txt", "mail._domainkey\tIN\tTXT\t( \"v=DKIM1\" )  ; ----- DKIM key mail for example.info\n");

        Assert.Equal("mail._domainkey.example.info", Run("Import-DkimKey dkimkeys/*.private")["DnsName"]);
    }

    [Fact]
    public void An_imported_key_is_as_old_as_its_file()
    {
        var old = Write("old/example.com/mail.private", Pkcs8);
        var written = new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(old, written);

        Assert.Equal(written, Run("Import-DkimKey ./old")["CreatedAt"]);
    }

    [Fact]
    public void A_base64_seed_becomes_an_ed25519_key()
    {
        // The bytes 1 to 32, and their public key.
        Write("rspamd/football.example.com.brisbane.key", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n");

        var imported = Run("Import-DkimKey ./rspamd");

        Assert.Equal("brisbane._domainkey.football.example.com", imported["DnsName"]);
        Assert.Equal("ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=", imported["PublicKey"]);
    }

    [Theory]
    [InlineData("./nothing", "ImportPathMissing")]
    [InlineData("nodrive:/x", "ImportPathMissing")]
    [InlineData("./unnamed.private", "ImportNameUnknown")]
    [InlineData("./notes", "KeyBroken")]
    [InlineData("./broken -Domain example.com -Selector mail", "KeyBroken")]
    [InlineData("./unnamed.private -Domain ../x -Selector mail", "InvalidDomain")]
    public void A_failed_import_is_an_error_with_the_reason(string arguments, string id)
    {
        Write("unnamed.private", Pkcs8);
        Write("notes", "root:x:0:0:root:/root:/bin/bash\n");
        Write("broken/key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        Assert.Equal([id], Run("Import-DkimKey " + arguments).ErrorIds);
        Assert.Empty(Run("Get-DkimKey").Objects);
    }

    [Fact]
    public void A_key_of_the_store_is_not_replaced()
    {
        MakeKeys("mail._domainkey.example.com");
        Write("old/example.com/mail.private", Pkcs8);

        Assert.Equal(["KeyExists"], Run("Import-DkimKey ./old").ErrorIds);
        Assert.Equal("Ed25519", Run("Get-DkimKey")["Algorithm"]!.ToString());
    }

    public static TheoryData<string, string> KeysThatAnybodyHas => new()
    {
        { PublishedKeys.Rfc6376, "ExampleKey" },
        { PublishedKeys.Rfc8463, "ExampleKey" },
        { PublishedKeys.Ed25519Pem, "ExampleKey" },
        { PublishedKeys.Ed25519Seed, "ExampleKey" },
        { WeakRsaKeys.Pem(WeakRsaKeys.ClosePrimes(1024, 1000)), "PrimesClose" },
    };

    [Theory]
    [MemberData(nameof(KeysThatAnybodyHas))]
    public void A_key_with_a_known_private_half_is_refused(string content, string id)
    {
        Write("old/example.com/mail.private", content);
        foreach (var command in new[] { "Import-DkimKey ./old", "Import-DkimKey ./old -WhatIf", "Import-DkimKey ./old -Verbose" })
        {
            var outcome = Run(command);
            Assert.Equal([id], outcome.ErrorIds);
            Assert.Empty(outcome.Objects);
            Assert.NotEmpty(outcome.Errors[0].ErrorDetails.RecommendedAction);
        }

        Assert.False(Directory.Exists(Sandbox.In("keys", "example.com")));
    }

    [Fact]
    public void A_key_of_RSALib_is_imported_with_a_finding()
    {
        Write("old/example.com/mail.private", WeakRsaKeys.Pem(WeakRsaKeys.RocaPrimes(1024)));
        var outcome = Run("Import-DkimKey ./old");
        Assert.Empty(outcome.Errors);
        Assert.Contains(outcome.Warnings, warning => warning.Contains("CVE-2017-15361", StringComparison.Ordinal));
        Assert.Contains(Run("Get-DkimKey").Warnings, warning => warning.Contains("CVE-2017-15361", StringComparison.Ordinal));
    }

    private static string MakePem(Func<RSA, string> export)
    {
        using var rsa = RSA.Create(2048);
        return export(rsa);
    }

    private string Write(string path, string content)
    {
        var full = Sandbox.In(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }
}
