namespace OpteriusDkim;

public sealed class EnableDkimSigningTests : CmdletTest
{
    [Theory]
    [InlineData("Get-DkimKey | Enable-DkimSigning -Force")]
    [InlineData("Get-DkimKey | Enable-DkimSigning -Force -WhatIf")]
    public void Several_keys_of_a_domain_are_not_chosen_by_pipeline_order(string command)
    {
        MakeKeys("mail._domainkey.example.com", "next._domainkey.example.com", "last._domainkey.example.com");

        var result = Run(command);

        Assert.Empty(result.Objects);
        Assert.Equal(["SelectorAmbiguous"], result.ErrorIds.Distinct());
        Assert.All(result.Errors, error => Assert.Equal("example.com", error.TargetObject));
        Assert.Equal("", File.ReadAllText(Sandbox.KeyTable));
    }

    [Theory]
    [InlineData("Enable-DkimSigning example.com -Force")]
    [InlineData("Enable-DkimSigning example.com -Force -WhatIf")]
    [InlineData("Enable-DkimSigning example.com")]
    [InlineData("Get-DkimKey | Enable-DkimSigning -Force")]
    public void A_key_with_a_known_private_half_is_refused(string command)
    {
        foreach (var (content, id) in new[]
        {
            (PublishedKeys.Rfc6376, "ExampleKey"), (PublishedKeys.Ed25519Pem, "ExampleKey"),
            (WeakRsaKeys.Pem(WeakRsaKeys.ClosePrimes(1024, 1000)), "PrimesClose"),
        })
        {
            var folder = Directory.CreateDirectory(Sandbox.In("keys", "example.com"));
            File.WriteAllText(Path.Combine(folder.FullName, "mail.private"), content);

            var result = Run(command);

            Assert.Equal([id], result.ErrorIds);
            Assert.DoesNotContain(result.Objects, item => item.BaseObject is DkimSigningEntry);
            Assert.Equal("", File.ReadAllText(Sandbox.KeyTable));
        }
    }
}
