using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>Register-, Unregister- and Sync-DkimDomain without a daemon and with a resolver that never answers.</summary>
public sealed class DomainLifeTests : CmdletTest
{
    private const string Domain = "example.com";

    private readonly UdpClient server = new(new IPEndPoint(IPAddress.Loopback, 0));

    public DomainLifeTests()
    {
        Sandbox.Configure($"\"dns\": {{ \"servers\": [\"{server.Client.LocalEndPoint}\"], \"timeout\": \"00:00:00.1\" }},");
        File.WriteAllText(
            Sandbox.OpenDkimConfiguration,
            $"UserID opendkim\nKeyTable {Sandbox.KeyTable}\nSigningTable refile:{Sandbox.In("SigningTable")}\n");
        File.WriteAllText(Sandbox.In("SigningTable"), "");
        File.WriteAllText(Sandbox.KeyTable, "");
    }

    [Theory]
    [InlineData("Register-DkimDomain 'not a domain'", "InvalidDomain")]
    [InlineData("Register-DkimDomain example.com 'a b'", "InvalidSelector")]
    [InlineData("Register-DkimDomain example.com -WaitTimeout 5", "WaitTimeoutWithoutWait")]
    [InlineData("Register-DkimDomain example.com -Algorithm Ed25519 -KeySize 2048", "KeySizeNotApplicable")]
    [InlineData("Unregister-DkimDomain example.com -Confirm:$false", "NothingToRetire")]
    [InlineData("'not a domain' | Sync-DkimDomain", "InvalidDomain")]
    [InlineData("[pscustomobject]@{ Customer = 'x' } | Sync-DkimDomain", "SyncEntryInvalid")]
    [InlineData("$null, '' | Sync-DkimDomain", "InvalidDomain", "InvalidDomain")]
    [InlineData("@() | Sync-DkimDomain -Remove -Confirm:$false", "SyncListEmpty")]
    public void What_cannot_be_done_is_an_error_and_leaves_nothing(string command, params string[] ids)
    {
        var outcome = Run(command);

        Assert.Equal(ids, outcome.ErrorIds);
        Assert.Empty(outcome.Objects);
        Assert.False(Directory.Exists(Path.Combine(Sandbox.State, "rotation")));
    }

    [Fact]
    public void An_empty_list_changes_nothing_and_says_so()
    {
        var outcome = Run("@() | Sync-DkimDomain 6>&1");

        Assert.Empty(outcome.Errors);
        Assert.Equal(["The list has no domains. Nothing was changed."], outcome.Objects.Select(item => item.ToString()));
    }

    [Fact]
    public void Several_keys_without_a_signing_one_need_a_selector()
    {
        MakeKeys($"one._domainkey.{Domain}", $"two._domainkey.{Domain}");

        Assert.Equal(["SelectorAmbiguous"], Run($"Register-DkimDomain {Domain}").ErrorIds);
        Assert.Equal("two", Run($"Register-DkimDomain {Domain} two -WhatIf")["NewSelector"]);
    }

    [Theory]
    [InlineData("'example.com' | Register-DkimDomain -WhatIf")]
    [InlineData("[pscustomobject]@{ 'Domain Name' = 'example.com' } | Register-DkimDomain -WhatIf")]
    [InlineData("[pscustomobject]@{ Zone = 'example.com'; Algorithm = 'Rsa'; KeySize = '2048' } | Register-DkimDomain -WhatIf")]
    [InlineData("'example.com' | Sync-DkimDomain -WhatIf")]
    [InlineData("[pscustomobject]@{ FQDN = 'example.com' } | Sync-DkimDomain -WhatIf")]
    public void The_plan_of_a_registration_is_shown_and_nothing_is_written(string command)
    {
        var outcome = Run(command);

        Assert.Empty(outcome.ErrorIds);
        Assert.Equal("Registration", outcome["Kind"]?.ToString());
        Assert.False(Directory.Exists(Sandbox.Keys));
        Assert.False(Directory.Exists(Path.Combine(Sandbox.State, "rotation")));
    }

    [Fact]
    public void The_plan_of_a_retirement_says_when_signing_stops_and_what_is_removed()
    {
        MakeKeys($"mail._domainkey.{Domain}");
        Sign(Domain);

        var outcome = Run($"Unregister-DkimDomain {Domain} -WhatIf | ForEach-Object Plan");

        Assert.Equal(["Draining", "Completed"], Each(outcome, "Phase").Select(phase => phase?.ToString()));
        Assert.Contains("Stop signing with mail", Each(outcome, "Action").First()?.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Sandbox.Keys, Domain, "mail.private")));
    }

    [Fact]
    public void A_list_that_misses_more_than_ten_domains_removes_none_of_them_without_Force()
    {
        for (var i = 0; i < 12; i++)
        {
            MakeKeys($"mail._domainkey.d{i}.example");
        }

        var outcome = Run("'d0.example' | Sync-DkimDomain -Remove -WhatIf");
        Assert.Equal(["SyncRemovesMany"], outcome.ErrorIds);
        Assert.Equal(["d0.example"], Each(outcome, "Domain"));

        var forced = Run("'d0.example' | Sync-DkimDomain -Remove -Force -WhatIf");
        Assert.Equal(11, Each(forced, "Kind").Count(kind => kind?.ToString() == "Retirement"));
    }

    [Fact]
    public void One_invalid_entry_keeps_all_domains()
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example");

        var outcome = Run("'a.example', 'b..example' | Sync-DkimDomain -Remove -Force -WhatIf");

        Assert.Equal(["InvalidDomain", "SyncListInvalid"], outcome.ErrorIds);
        Assert.Equal(["a.example"], Each(outcome, "Domain"));
    }

    [Fact]
    public void Comments_and_blank_lines_of_a_file_are_not_entries()
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example");
        var path = Sandbox.In("domains.txt");
        File.WriteAllText(path, "# customers\r\n\uFEFFa.example # since 2020\r\n\r\n b.example\t\r\n  \r\n");

        // As Get-Content does, which the engine of the tests doesn't have.
        var outcome = Run($$"""
            [IO.File]::ReadAllLines('{{path}}') | ForEach-Object {
                $line = [psobject]$_; $line.psobject.Properties.Add([psnoteproperty]::new('ReadCount', 1L)); $line
            } | Sync-DkimDomain -Remove -WhatIf
            """);

        Assert.Empty(outcome.ErrorIds);
        Assert.Equal(["a.example", "b.example"], Each(outcome, "Domain").Order());
        Assert.All(Each(outcome, "Kind"), kind => Assert.Equal("Registration", kind?.ToString()));
    }

    [Fact]
    public void Blank_text_that_is_not_from_a_file_keeps_all_domains()
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example");

        Assert.Equal(
            ["InvalidDomain", "SyncListInvalid"], Run("'a.example', '' | Sync-DkimDomain -Remove -Force -WhatIf").ErrorIds);
    }

    [Fact]
    public void The_plan_of_a_registration_ends_with_Completed()
    {
        var outcome = Run($"Register-DkimDomain {Domain} -WhatIf | ForEach-Object Plan");

        Assert.Equal(
            ["Prepared", "Published", "Proven", "Completed"], Each(outcome, "Phase").Select(phase => phase?.ToString()));
    }

    [Fact]
    public void Removing_needs_confirmation_where_nobody_can_answer()
    {
        MakeKeys("mail._domainkey.a.example");

        Assert.Equal(["ConfirmationNeeded"], Run("'b.example' | Sync-DkimDomain -Remove").ErrorIds);
        Assert.True(File.Exists(Path.Combine(Sandbox.Keys, "a.example", "mail.private")));
    }

    protected override void Dispose(bool disposing)
    {
        server.Dispose();
        base.Dispose(disposing);
    }

    private void Sign(string domain)
    {
        File.WriteAllText(
            Sandbox.KeyTable,
            $"mail._domainkey.{domain} {domain}:mail:{Path.Combine(Sandbox.Keys, domain, "mail.private")}\n");
        File.WriteAllText(Sandbox.In("SigningTable"), $"*@{domain} mail._domainkey.{domain}\n");
    }
}
