namespace OpteriusDkim;

/// <summary>OpenSSL accepts our private keys, and confirms their public halves.</summary>
public sealed class OpenSslTests(JudgedKeys keys)
{
    [Theory]
    [MemberData(nameof(JudgedKeys.All), MemberType = typeof(JudgedKeys))]
    public async Task The_private_key_is_valid_and_its_public_half_is_the_published_one(string choice)
    {
        Assert.SkipUnless(Tool.Exists("openssl"), "openssl is not installed");
        var judged = keys[choice];
        Assert.Null(await OpenSsl.ProblemOfAsync(judged.Key.PrivateKeyPath!));
        Assert.Equal(await OpenSsl.PublicKeyOfAsync(judged.Key.PrivateKeyPath!), judged.Key.PublicKey);
        Assert.Equal(judged.Key.PublicKey, ZoneFileText.PublicKeyIn(judged.RecordText));
    }
}
