using System.Globalization;

namespace OpteriusDkim;

/// <summary>Cases without DNS; the others are tested against BIND.</summary>
public sealed class PublishDkimRecordTests : CmdletTest
{
    private const string Secret = "c2VjcmV0IG9mIHRoZSBrZXk=";

    public PublishDkimRecordTests() => Configure("");

    [Fact]
    public void Without_a_publisher_the_user_is_shown_what_to_enter()
    {
        MakeKeys("mail._domainkey.example.com");

        var result = Run("Publish-DkimRecord example.com");

        Assert.Equal("WaitsForPerson", result["Outcome"]!.ToString());
        Assert.Equal(
            ("example.com", "mail", "Publish", "by hand"), (result["Domain"], result["Selector"], result["Action"], result["Publisher"]));
        Assert.Equal(Run("Get-DkimRecord example.com")["Value"], ((DkimDnsRecord)result["Record"]!).Value);
        Assert.Equal("PublishByHand", ((IReadOnlyList<DkimFinding>)result["Findings"]!)[0].Code);
    }

    [Fact]
    public void The_users_task_is_shown_in_the_providers_format()
    {
        MakeKeys("mail._domainkey.example.com");
        Configure("""  "domains": { "*.com": { "provider": "Route53Api" } },  """);

        var shown = View.Show(Run("Publish-DkimRecord example.com").Objects.Single(), 80);
        var removal = View.Show(Run("Unpublish-DkimRecord example.com -Confirm:$false").Objects.Single(), 80);

        Assert.Contains("action required", shown, StringComparison.Ordinal);
        Assert.Contains(
            "\nName:  mail._domainkey.example.com.\nType:  TXT\nTTL:   3600\nValue: \"v=DKIM1; ", shown, StringComparison.Ordinal);
        Assert.Contains("RemoveByHand", removal, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_survive_the_pipeline()
    {
        MakeKeys("mail._domainkey.example.com");

        var record = (DkimDnsRecord)Run("Get-DkimRecord example.com -Testing -Ttl 77 -Provider Bind | Publish-DkimRecord")["Record"]!;

        Assert.Equal(("Bind", 77), (record.Provider, record.Ttl));
        Assert.Contains("t=y", record.Strings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-DkimKey example.org -Algorithm Ed25519 | Publish-DkimRecord", "mail._domainkey.example.org")]
    [InlineData("Get-DkimKey example.com spring | Publish-DkimRecord", "spring._domainkey.example.com")]
    [InlineData("[pscustomobject]@{ Domain = 'example.com'; Selector = 'spring' } | Publish-DkimRecord", "spring._domainkey.example.com")]
    [InlineData(
        "[pscustomobject]@{ Domain = 'example.com'; Selector = '' } | Publish-DkimRecord",
        "mail._domainkey.example.com spring._domainkey.example.com")]
    [InlineData("'example.com' | Publish-DkimRecord", "mail._domainkey.example.com spring._domainkey.example.com")]
    [InlineData("Publish-DkimRecord example.com spring", "spring._domainkey.example.com")]
    [InlineData("'example.com', 'EXAMPLE.com.' | Publish-DkimRecord -Selector mail", "mail._domainkey.example.com")]
    public void Records_keys_and_rows_are_taken_from_the_pipeline(string command, string names)
    {
        MakeKeys("mail._domainkey.example.com", "spring._domainkey.example.com");

        var result = Run(command);

        Assert.Empty(result.Errors);
        Assert.Equal(names.Split(' '), Each(result, "Name").Cast<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_bad_row_does_not_stop_the_rest()
    {
        MakeKeys("mail._domainkey.example.com");

        var result = Run("'none.example', 'not a domain', 'example.com' | Publish-DkimRecord");

        Assert.Equal(["NotConfigured", "InvalidDomain"], result.ErrorIds);
        Assert.Equal(["mail._domainkey.example.com"], Each(result, "Name"));
    }

    [Theory]
    [InlineData("Publish-DkimRecord", "NothingToPublish", "InvalidArgument", "")]
    [InlineData("Unpublish-DkimRecord -Confirm:$false", "NothingToPublish", "InvalidArgument", "")]
    [InlineData("Publish-DkimRecord 'not a domain'", "InvalidDomain", "InvalidArgument", "not a domain")]
    [InlineData("Publish-DkimRecord none.example", "NotConfigured", "ObjectNotFound", "none.example")]
    [InlineData("Publish-DkimRecord example.com nosuch", "SelectorNotConfigured", "ObjectNotFound", "example.com")]
    [InlineData("Publish-DkimRecord example.com 'a b'", "InvalidSelector", "InvalidArgument", "a b")]
    [InlineData("Unpublish-DkimRecord two.example", "SelectorAmbiguous", "InvalidArgument", "two.example")]
    [InlineData("Unpublish-DkimRecord used.example", "RecordInUse", "ResourceBusy", "mail._domainkey.used.example")]
    [InlineData("Unpublish-DkimRecord used.example -WhatIf", "RecordInUse", "ResourceBusy", "mail._domainkey.used.example")]
    [InlineData(
        "Get-DkimKey named.example | Unpublish-DkimRecord -Confirm:$false", "RecordInUse", "ResourceBusy", "mail._domainkey.named.example")]
    public void A_mistake_is_an_error_with_all_details(string command, string id, string category, string target)
    {
        MakeKeys(
            "mail._domainkey.example.com", "mail._domainkey.two.example", "s2._domainkey.two.example",
            "mail._domainkey.used.example", "mail._domainkey.named.example");
        File.WriteAllText(
            Sandbox.KeyTable,
            $"a used.example:other:{Sandbox.In("keys", "used.example", "mail.private")}\nb NAMED.example:mail:/elsewhere/key.pem\n");

        AssertError(Run(command), id, category, target);
    }

    [Theory]
    [InlineData(""" "type": "DynamicUpdate" """, "PublisherIncomplete", "ObjectNotFound")]
    [InlineData(""" "type": "Script" """, "PublisherIncomplete", "ObjectNotFound")]
    [InlineData(""" "type": "DynamicUpdate", "server": "127.0.0.1", "keyFile": "/no/such.key" """, "TsigKeyUnreadable", "PermissionDenied")]
    [InlineData(""" "type": "DynamicUpdate", "server": "127.0.0.1", "keyFile": "{root}/open.key" """, "TsigKeyOpen", "PermissionDenied")]
    [InlineData(""" "type": "DynamicUpdate", "server": "127.0.0.1", "keyFile": "{root}/broken.key" """, "TsigKeyBroken", "InvalidData")]
    [InlineData(""" "type": "Script", "script": "/no/such.ps1" """, "PublishScriptUnusable", "PermissionDenied")]
    [InlineData(""" "type": "Script", "script": "{root}/script.sh" """, "PublishScriptUnusable", "PermissionDenied")]
    [InlineData(""" "type": "Script", "script": "{root}/open.ps1" """, "PublishScriptUnusable", "PermissionDenied")]
    [InlineData(""" "type": "Script", "script": "{root}/link.ps1" """, "PublishScriptUnusable", "PermissionDenied")]
    public void An_unusable_publisher_is_reported_before_any_change(string publisher, string id, string category)
    {
        MakeKeys("mail._domainkey.example.com");
        Write("open.key", $"key a {{ algorithm hmac-sha256; secret \"{Secret}\"; }};", "rw-r--r--");
        Write("broken.key", $"key a {{ algorithm = hmac-sha256; secret = \"{Secret}\"; }};", "rw-------");
        Write("script.sh", "", "rwx------");
        var open = Write("open.ps1", "", "rw-rw-r--");
        File.CreateSymbolicLink(Sandbox.In("link.ps1"), open);
        Configure($$""" "publisher": { {{publisher.Replace("{root}", Sandbox.Root, StringComparison.Ordinal)}} }, """);

        foreach (var command in new[]
        {
            "Publish-DkimRecord example.com",
            "Publish-DkimRecord example.com -WhatIf",
            "Unpublish-DkimRecord example.com -Confirm:$false",
        })
        {
            var result = Run(command);
            AssertError(result, id, category, null);
            Assert.DoesNotContain(Secret, result.Everything, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_script_runs_after_a_failed_lookup()
    {
        MakeKeys("mail._domainkey.example.com");
        var script = Write("script.ps1", "throw 'it ran'", "rw-------");
        Configure($$""" "publisher": { "type": "Script", "script": "{{script}}" }, """);

        AssertError(Run("Publish-DkimRecord example.com"), "ServerUnreachable", "PermissionDenied", "mail._domainkey.example.com");
    }

    private static void AssertError(Outcome result, string id, string category, string? target)
    {
        Assert.Empty(result.Objects);
        var error = Assert.Single(result.Errors);
        Assert.Equal((id, category), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category.ToString()));
        Assert.Equal(target ?? error.TargetObject?.ToString(), error.TargetObject?.ToString() ?? "");
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    private string Write(string name, string text, string mode)
    {
        var path = Sandbox.In(name);
        File.WriteAllText(path, text);
        var bits = Enumerable.Range(0, 9).Where(index => mode[index] != '-').Aggregate(0, (sum, index) => sum | (1 << (8 - index)));
        File.SetUnixFileMode(path, (UnixFileMode)bits);
        return path;
    }

    /// <summary>Configures a resolver that does not exist.</summary>
    private void Configure(string settings) => Sandbox.Configure(string.Create(
        CultureInfo.InvariantCulture,
        $$"""  "dns": { "servers": ["127.0.0.1:{{FreePort.Next()}}"], "timeout": "00:00:01" }, {{settings}} """));
}
