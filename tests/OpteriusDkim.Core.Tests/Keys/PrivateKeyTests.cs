using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim.Tests;

public sealed class PrivateKeyTests
{
    [Fact]
    public void A_key_is_wiped_when_disposed()
    {
        var key = SampleKey.Rsa.ToPrivateKey();
        var fields = typeof(PrivateKey).GetFields(BindingFlags.Instance | BindingFlags.NonPublic);
        var bytes = fields.Select(field => field.GetValue(key)).OfType<byte[]>().Single();
        Assert.Equal(SampleKey.Rsa.Pkcs8, bytes);
        key.Dispose();
        Assert.All(bytes, value => Assert.Equal(0, value));
    }

    [Fact]
    public void No_public_member_reveals_it()
    {
        var members = typeof(PrivateKey).GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly);
        Assert.Equal(["Dispose", "PublicKey", "get_PublicKey"], members.Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void A_new_RSA_key_has_the_size_asked_for(int bits)
    {
        using var key = PrivateKey.GenerateRsa(bits);
        using var other = PrivateKey.GenerateRsa(bits);
        Assert.Equal((DkimKeyAlgorithm.Rsa, bits), (key.PublicKey.Algorithm, key.PublicKey.KeySize));
        Assert.NotEqual(key.PublicKey, other.PublicKey);
    }

    [Fact]
    public void New_Ed25519_keys_differ()
    {
        using var key = PrivateKey.GenerateEd25519(new FakeEd25519());
        using var other = PrivateKey.GenerateEd25519(new FakeEd25519());
        Assert.Equal((DkimKeyAlgorithm.Ed25519, 256), (key.PublicKey.Algorithm, key.PublicKey.KeySize));
        Assert.NotEqual(key.PublicKey, other.PublicKey);
    }

    [Fact]
    public void Its_file_is_PEM_of_PKCS8()
    {
        using var key = SampleKey.Rsa.ToPrivateKey();
        using var rsa = RSA.Create();
        var pem = Encoding.ASCII.GetString(key.ToPem());
        Assert.Equal(SampleKey.Rsa.Pkcs8Pem, pem);
        rsa.ImportFromPem(pem);
        Assert.Equal(SampleKey.Rsa.Secrets.D, rsa.ExportParameters(includePrivateParameters: true).D);
    }

    // The key of RFC 8410 10.3.
    [Fact]
    public void An_Ed25519_file_is_the_one_of_RFC_8410()
    {
        var seed = Convert.FromHexString("D4EE72DBF913584AD5B6D8F1F769F8AD3AFE7C28CBF1D4FBE097A88F44755842");
        using var key = PrivateKey.FromEd25519Seed(seed, new FakeEd25519());
        Assert.Equal(
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n",
            Encoding.ASCII.GetString(key.ToPem()));
    }
}
