namespace OpteriusDkim;

/// <summary>OpenSSL accepts our private keys, and confirms their public halves.</summary>
public sealed class OpenSslTests(CheckedKeys keys)
{
    [Theory]
    [MemberData(nameof(CheckedKeys.All), MemberType = typeof(CheckedKeys))]
    public async Task The_private_key_is_valid_and_its_public_half_is_the_published_one(string choice)
    {
        Assert.SkipUnless(Tool.Exists("openssl"), "openssl is not installed");
        var sample = keys[choice];
        Assert.Null(await OpenSsl.ProblemOfAsync(sample.Key.PrivateKeyPath!));
        Assert.Equal(await OpenSsl.PublicKeyOfAsync(sample.Key.PrivateKeyPath!), sample.Key.PublicKey);
        Assert.Equal(sample.Key.PublicKey, ZoneFileText.PublicKeyIn(sample.RecordText));
    }
}
