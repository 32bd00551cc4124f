namespace OpteriusDkim;

public sealed class TestDkimSigningTests : CmdletTest
{
    [Theory]
    [InlineData("Test-DkimSigning example.com m*", "mail")]
    [InlineData("Test-DkimSigning example.com m*, next", "mail next")]
    [InlineData("Test-DkimSigning *.com *", "mail next")]
    [InlineData("Test-DkimSigning example.com unknown", "unknown")]
    [InlineData(
        "'next', 'mail' | ForEach-Object { [pscustomobject]@{ Domain = 'example.com'; Selector = $_ } } | Test-DkimSigning", "mail next")]
    [InlineData(
        "[pscustomobject]@{ Domain = 'example.com'; Selector = 'next' }, [pscustomobject]@{ Domain = 'example.com' } | Test-DkimSigning",
        "next")]
    [InlineData("Test-DkimSigning example.com x*", "")]
    public void The_expected_selectors_are_those_named_and_those_matching_a_pattern(string command, string selectors)
    {
        MakeKeys("mail._domainkey.example.com", "next._domainkey.example.com");

        var result = Run(command);

        Assert.Empty(result.Errors);
        Assert.Equal(selectors, string.Join(' ', Each(result, "Selector").Distinct().Order()));
    }
}
