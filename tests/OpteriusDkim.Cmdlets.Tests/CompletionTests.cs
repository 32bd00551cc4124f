using System.Management.Automation;

namespace OpteriusDkim;

public sealed class CompletionTests : CmdletTest
{
    [Theory]
    [InlineData("Get-DkimKey ", "a.example b.example")]
    [InlineData("Test-DkimDns -Domain b", "b.example")]
    [InlineData("Get-DkimRecord -Domain nothing", "")]
    [InlineData("Get-DkimKey -Domain b.example -Selector ", "mail s2")]
    [InlineData("Remove-DkimKey a.example -Selector ", "mail")]
    [InlineData("Get-DkimRecord -Provider clo", "Cloudflare")]
    [InlineData("Get-DkimRecord -Provider aws", "Route53 Route53Api")]
    [InlineData("Get-DkimProvider hest", "HestiaCP")]
    public void Domains_selectors_and_providers_are_completed(string line, string expected)
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example", "s2._domainkey.b.example");
        var where = line.Contains("Provider", StringComparison.Ordinal) ? "" : $"-ConfigurationPath {Sandbox.ConfigurationPath} ";
        var typed = line.Insert(line.IndexOf(' ', StringComparison.Ordinal) + 1, where);

        using var shell = Session.Start("");
        var completion = CommandCompletion.CompleteInput(typed, typed.Length, null, shell);

        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            completion.CompletionMatches.Select(match => match.CompletionText).Where(text => !text.StartsWith('.') && !text.Contains('/', StringComparison.Ordinal)));
    }

    [Fact]
    public void A_provider_is_explained_while_it_is_chosen()
    {
        using var shell = Session.Start("");
        const string Typed = "Get-DkimRecord a.example -Provider Route53Api";

        var completion = CommandCompletion.CompleteInput(Typed, Typed.Length, null, shell);

        Assert.Contains("quotation mark", Assert.Single(completion.CompletionMatches).ToolTip, StringComparison.Ordinal);
    }
}
