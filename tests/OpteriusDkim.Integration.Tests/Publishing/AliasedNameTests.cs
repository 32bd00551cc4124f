namespace OpteriusDkim;

/// <summary>Records of names that are aliases: they are published at the target, in any zone.</summary>
public sealed class AliasedNameTests : PublishingTest
{
    private const string Permission = "allow-update { key dkim-key; };";

    [Theory]
    [InlineData("mail._domainkey CNAME mail.example.com.keys.example.net.", "", "mail.example.com.keys.example.net")]
    [InlineData("mail._domainkey CNAME there", "", "there.example.com")]
    [InlineData("mail._domainkey CNAME one\none CNAME two.example.net.", "two CNAME three", "three.example.net")]
    [InlineData("_domainkey DNAME keys.example.net.", "", "mail.keys.example.net")]
    public void If_the_publisher_can_update_the_target_the_record_is_published_and_removed_there(
        string records, string others, string target)
    {
        var zone = Serve("hmac-sha256", Permission, ("example.com", records), ("example.net", others));
        MakeKey("example.com");

        Assert.Empty(Run("Publish-DkimRecord example.com -WhatIf").Errors);
        Assert.Empty(Dig(zone, target));
        Assert.Equal("Done", Run("Publish-DkimRecord example.com")["Outcome"]!.ToString());
        Assert.Equal([string.Concat((IEnumerable<string>)Run("Get-DkimRecord example.com")["Strings"]!)], Dig(zone, target));
        Assert.Equal("AlreadyThere", Run("Publish-DkimRecord example.com")["Outcome"]!.ToString());

        Assert.Equal("Done", Run("Unpublish-DkimRecord example.com -Confirm:$false")["Outcome"]!.ToString());
        Assert.Empty(Dig(zone, target));
        Assert.Equal("AlreadyThere", Run("Unpublish-DkimRecord example.com -Confirm:$false")["Outcome"]!.ToString());
    }

    [Fact]
    public void An_unreachable_target_is_named()
    {
        MakeKey("example.com");
        Serve("mail._domainkey CNAME there.example.net.");

        var refused = Run("Publish-DkimRecord example.com");

        Assert.Equal(["NameIsAlias"], refused.ErrorIds);
        Assert.Contains("there.example.net", refused.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_is_asked_to_enter_the_record_at_the_target()
    {
        MakeKey("example.com");
        var zone = Serve("hmac-sha256", Permission, ("example.com", "mail._domainkey CNAME there.example.net."), ("example.net", ""));
        Sandbox.Configure($$"""
            "publisher": { "type": "Manual" },
            "dns": { "servers": ["{{zone.Address}}"], "timeout": "00:00:05" },
            """);

        var publication = Run("Publish-DkimRecord example.com");

        Assert.Equal("WaitsForPerson", publication["Outcome"]!.ToString());
        var text = string.Join('\n', Run("[OpteriusDkim.View]::Show((Publish-DkimRecord example.com), 100)").Objects);
        Assert.Contains("there.example.net", text, StringComparison.Ordinal);
        Assert.Equal("there.example.net", Run("(Publish-DkimRecord example.com).Record.Name").Objects.Single().ToString());

        NsUpdate(zone, $"zone example.net\nupdate add there.example.net 60 TXT {ValueOf("example.com")}");
        Assert.Equal("AlreadyThere", Run("Publish-DkimRecord example.com")["Outcome"]!.ToString());
        Assert.Equal("WaitsForPerson", Run("Unpublish-DkimRecord example.com -Confirm:$false")["Outcome"]!.ToString());
    }
}
