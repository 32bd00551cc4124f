using System.Management.Automation;

namespace OpteriusDkim;

public sealed class GetDkimKeyTests : CmdletTest
{
    [Fact]
    public void A_store_that_was_never_used_has_no_keys_and_that_is_no_error()
    {
        var listed = Run("Get-DkimKey");

        Assert.Empty(listed.Objects);
        Assert.Empty(listed.Errors);
    }

    [Theory]
    [InlineData("Get-DkimKey", "mail.a.example mail.b.example s2.b.example")]
    [InlineData("Get-DkimKey b.example", "mail.b.example s2.b.example")]
    [InlineData("Get-DkimKey b*", "mail.b.example s2.b.example")]
    [InlineData("Get-DkimKey * s?", "s2.b.example")]
    [InlineData("Get-DkimKey -Selector mail", "mail.a.example mail.b.example")]
    [InlineData("Get-DkimKey b.example -Selector s2, mail", "mail.b.example s2.b.example")]
    [InlineData("Get-DkimKey a.example, b.example -Selector s*, mail", "mail.a.example mail.b.example s2.b.example")]
    [InlineData("'A.EXAMPLE' | Get-DkimKey", "mail.a.example")]
    [InlineData("Get-DkimKey *.example | Get-DkimKey", "mail.a.example mail.b.example s2.b.example")]
    [InlineData("Get-DkimKey nothing*", "")]
    public void Names_and_wildcards_select(string command, string expected)
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example", "s2._domainkey.b.example");

        var listed = Run(command);

        Assert.Empty(listed.Errors);
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            listed.Objects.Select(key => $"{key.Properties["Selector"].Value}.{key.Properties["Domain"].Value}"));
    }

    [Theory]
    [InlineData("Get-DkimKey c.example", "NotConfigured", "New-DkimKey -Domain c.example")]
    [InlineData("Get-DkimKey a.example other", "SelectorNotConfigured", "Name one of these")]
    public void A_name_without_a_key_is_an_error_that_says_what_to_do(string command, string id, string advice)
    {
        MakeKeys("mail._domainkey.a.example");

        var error = Assert.Single(Run(command).Errors);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_selectors_each_that_is_missing_is_an_error_and_the_others_are_listed()
    {
        MakeKeys("mail._domainkey.a.example");

        var listed = Run("Get-DkimKey a.example mail, nosuch, nor.this");

        Assert.Equal(["mail"], Each(listed, "Selector"));
        Assert.Equal(["SelectorNotConfigured", "SelectorNotConfigured"], listed.ErrorIds);
    }

    [Fact]
    public void A_pattern_that_cannot_be_read_is_one_error_and_the_rest_goes_on()
    {
        MakeKeys("mail._domainkey.a.example");

        var listed = Run("'[abc', 'a.example' | Get-DkimKey");

        Assert.Equal(["InvalidPattern"], listed.ErrorIds);
        Assert.Equal(["a.example"], Each(listed, "Domain"));
    }

    [Fact]
    public void A_broken_file_is_one_error_and_the_rest_is_listed()
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example", "mail._domainkey.c.example");
        File.WriteAllText(Sandbox.In("keys", "b.example", "mail.private"), "no key");

        var listed = Run("Get-DkimKey");

        Assert.Equal(["a.example", "c.example"], Each(listed, "Domain"));
        Assert.Equal(["KeyBroken"], listed.ErrorIds);
        Assert.Equal(Sandbox.In("keys", "b.example", "mail.private"), listed.Errors[0].TargetObject);
    }

    [Fact]
    public void What_a_crash_left_is_not_listed()
    {
        MakeKeys("mail._domainkey.a.example");
        File.WriteAllText(Sandbox.In("keys", "a.example", ".mail.private.0123.dkim-tmp"), "half");
        Directory.CreateDirectory(Sandbox.In("keys", ".b.example.0123.dkim-tmp"));

        var listed = Run("Get-DkimKey");

        Assert.Empty(listed.Errors);
        Assert.Equal(["a.example"], Each(listed, "Domain"));
    }
}
