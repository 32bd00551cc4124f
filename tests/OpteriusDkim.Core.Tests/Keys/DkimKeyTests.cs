using System.Security.Cryptography;

namespace OpteriusDkim.Tests;

public sealed class DkimKeyTests
{
    private static readonly RecordOptions Options = new(ProviderTable.Find("Generic"), 3600);

    [Fact]
    public void A_key_shows_everything_except_its_private_half()
    {
        var stored = SampleKey.Stored(SampleKey.Rsa.PublicKey, SampleName.Of("münchen.example", "Mail"));
        var key = DkimKey.Of(stored, Options);
        Assert.Equal("xn--mnchen-3ya.example", key.Domain);
        Assert.Equal("mail", key.Selector);
        Assert.Equal((DkimKeyAlgorithm.Rsa, 2048), (key.Algorithm, key.KeySize));
        Assert.Equal("mail._domainkey.xn--mnchen-3ya.example", key.DnsName);
        Assert.Equal(key.DnsName, key.ToString());
        Assert.Equal(Convert.ToBase64String(SampleKey.Rsa.SubjectPublicKeyInfo), key.PublicKey);
        Assert.Equal(stored.PublicKey.Fingerprint, key.Fingerprint);
        Assert.Equal(stored.Path, key.PrivateKeyPath);
        Assert.Equal(stored.CreatedAt, key.CreatedAt);
        Assert.Equal(SampleKey.Rsa.RecordText, string.Concat(key.Record.Strings));
    }

    [Fact]
    public async Task Nothing_reachable_from_a_key_holds_a_piece_of_its_private_half()
    {
        using var host = new TestHost();
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        var secret = new SecretFragments(SampleKey.Rsa.Secrets);
        foreach (var root in new object[] { stored, DkimKey.Of(stored, Options), host.Progress, host.Store.Find(SampleName.Mail)! })
        {
            var parts = ObjectWalk.From(root);
            Assert.Contains(parts, part => part is string);
            Assert.DoesNotContain(parts, part => part is PrivateKey or AsymmetricAlgorithm);
            Assert.DoesNotContain(parts.OfType<string>(), secret.AreIn);
            Assert.DoesNotContain(parts.OfType<byte[]>(), secret.AreIn);
        }
    }

    [Fact]
    public void The_search_for_fragments_finds_known_ones()
    {
        var secret = new SecretFragments(SampleKey.Rsa.Secrets);
        using var key = SampleKey.Rsa.ToPrivateKey();
        Assert.Contains(ObjectWalk.From(new { Inner = new[] { key } }).OfType<byte[]>(), secret.AreIn);
        Assert.Contains(ObjectWalk.From(new { Text = SampleKey.Rsa.Pkcs8Pem }).OfType<string>(), secret.AreIn);
        Assert.False(secret.AreIn(SampleKey.OtherRsa.Pkcs8Pem));
        Assert.False(secret.AreIn(SampleKey.Rsa.SubjectPublicKeyInfo));
    }
}
