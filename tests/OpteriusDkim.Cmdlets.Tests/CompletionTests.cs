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
            completion.CompletionMatches.Select(match => match.CompletionText)
                .Where(text => !text.StartsWith('.') && !text.Contains('/', StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Get-DkimKey M\u00FC", "m\u00FCnchen.example")]
    [InlineData("Get-DkimKey xn", "xn--mnchen-3ya.example")]
    [InlineData("Enable-DkimSigning m", "m\u00FCnchen.example")]
    public void A_domain_is_completed_in_the_form_that_is_typed(string line, string expected)
    {
        MakeKeys("mail._domainkey.m\u00FCnchen.example");

        Assert.Equal(
            [expected],
            Complete(line.Insert(line.IndexOf(' ', StringComparison.Ordinal), $" -ConfigurationPath {Sandbox.ConfigurationPath}")));
    }

    [Theory]
    [InlineData("Set-DkimConfiguration signer.t", "signer.type")]
    [InlineData("Set-DkimConfiguration signer.type ", "OpenDkim Rspamd")]
    [InlineData("Set-DkimConfiguration -Name PROVIDER -Value cloud", "Cloudflare")]
    [InlineData("Get-DkimConfiguration -Name dns.", "dns.servers dns.timeout")]
    [InlineData("Get-DkimKey -Domain nothing", "")]
    [InlineData("New-DkimKey ", "")]
    [InlineData("New-DkimKey example.com -Owner ", "")]
    [InlineData("New-DkimKey example.com -KeySize ", "2048 3072 4096")]
    [InlineData("New-DkimKey example.com -Signer ", "OpenDkim Rspamd")]
    [InlineData("Test-DkimDns example.com -Server ", "")]
    [InlineData("Test-DkimDns example.com -Timeout ", "")]
    [InlineData("Test-DkimSigning example.com -Socket ", "")]
    [InlineData("Get-DkimRecord example.com -Zone ", "")]
    [InlineData("Invoke-DkimRotation example.com -NewSelector ", "")]
    public void No_other_value_and_no_file_is_completed(string line, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Complete(line));

    private string[] Complete(string line)
    {
        using var shell = Session.Start("");
        return
        [
            .. CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches.Select(match => match.CompletionText)
                .Order(StringComparer.Ordinal),
        ];
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
