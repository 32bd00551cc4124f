namespace OpteriusDkim;

public sealed class EnableDkimSigningTests : CmdletTest
{
    [Theory]
    [InlineData("Get-DkimKey | Enable-DkimSigning -Force")]
    [InlineData("Get-DkimKey | Enable-DkimSigning -Force -WhatIf")]
    public void Of_several_keys_of_a_domain_none_is_taken_by_its_place_in_the_pipeline(string command)
    {
        MakeKeys("mail._domainkey.example.com", "next._domainkey.example.com", "last._domainkey.example.com");

        var result = Run(command);

        Assert.Empty(result.Objects);
        Assert.Equal(["SelectorAmbiguous"], result.ErrorIds.Distinct());
        Assert.All(result.Errors, error => Assert.Equal("example.com", error.TargetObject));
        Assert.Equal("", File.ReadAllText(Sandbox.KeyTable));
    }
}
