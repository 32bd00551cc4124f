using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Enable-DkimSigning where a secondary name server differs from the one that the resolver queries.</summary>
public sealed class SecondaryServerTests : RotationTest
{
    private const string Enabled = "one.example.com";
    private const string Domain = "two.example.com";
    private const string Other = "three.example.com";

    [Fact]
    public async Task A_key_signs_only_when_every_server_that_answers_has_its_record()
    {
        await StartAsync("", Enabled);
        using var address = new LoopbackAddress();
        Assert.Empty(Run($"New-DkimKey {Domain}; New-DkimKey {Other}; New-DkimKey {Other} other").Errors);
        PublishByHand("mail", Domain);
        PublishByHand("mail", Other);
        NsUpdate($"update add example.com 2 NS ns2.example.com\nupdate add ns2.example.com 2 A {address}");
        var secondary = $"$TTL 2\n@ SOA ns hostmaster 1 3600 600 86400 1\n@ NS ns\n@ NS ns2\nns A {Address}\nns2 A {address}\n"
            + $"mail._domainkey.three {Strings(Other, "other")}\n";

        using (NameServer.StartAt(Sandbox.In("dns2"), address, "", "", ("example.com", secondary)))
        {
            RequireRefusal(Domain, "", "reports that mail._domainkey.two.example.com doesn't exist");
            RequireRefusal(Domain, "-WhatIf", "reports that mail._domainkey.two.example.com doesn't exist");
            RequireRefusal(Other, "", "DNS mismatch");

            Assert.Empty(Run($"Enable-DkimSigning {Domain} -Force").Errors);
            Assert.Empty(Run($"Disable-DkimSigning {Domain} -Confirm:$false").Errors);
        }

        using (NameServer.StartAt(
            Sandbox.In("dns3"), address, "", "", ("example.com", secondary + $"mail._domainkey.two {Strings(Domain, "mail")}\n")))
        {
            Assert.Empty(Run($"Enable-DkimSigning {Domain}").Errors);
            Assert.Equal("mail", await Host.SelectorAsync(Domain));
            RequireRefusal(Other, "", "DNS mismatch");
        }

        // A server that doesn't answer gives receivers no wrong record.
        Assert.Empty(Run($"Enable-DkimSigning {Other} mail").Errors);
        Assert.Equal("mail", await Host.SelectorAsync(Other));
    }

    private string Strings(string domain, string selector) =>
        "TXT " + string.Join(
            ' ', ((IEnumerable<string>)Run($"Get-DkimRecord {domain} {selector}")["Strings"]!).Select(text => $"\"{text}\""));

    private void RequireRefusal(string domain, string switches, string reason)
    {
        var before = Host.Tables;
        var error = Assert.Single(Run($"Enable-DkimSigning {domain} mail {switches}").Errors);
        Assert.StartsWith("KeyNotVerified", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("ns2.example.com", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(" ns.example.com", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ResourceBusy, error.CategoryInfo.Category);
        Assert.Equal(before, Host.Tables);
    }
}
