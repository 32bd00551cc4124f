namespace OpteriusDkim;

/// <summary>Records of delegated selectors are published in our zone, whether or not the customer's CNAME is there yet.</summary>
public sealed class DelegatedRecordTests : PublishingTest
{
    private const string Target = "s1.example.com.dkim.example.net";
    private const string Delegation = """
        "delegation": { "zone": "dkim.example.net", "selectors": ["s1", "s2"] },
        """;

    [Theory]
    [InlineData("")]
    [InlineData("s1._domainkey CNAME s1.example.com.dkim.example.net.")]
    [InlineData("s1._domainkey CNAME elsewhere.example.org.")]
    [InlineData("s1._domainkey TXT theirs")]
    public void A_dynamic_update_changes_our_zone_only(string records)
    {
        var zone = ServeBoth(records, "");
        Sandbox.Configure(zone.Settings + Delegation);
        MakeKey("example.com", "-Selector s1 -Algorithm Ed25519");
        var theirs = Dig(zone, "s1._domainkey.example.com", "ANY");

        Assert.Empty(Run("Publish-DkimRecord example.com -WhatIf").Errors);
        Assert.Empty(Dig(zone, Target));

        var published = Run("Publish-DkimRecord example.com");
        Assert.Equal(("Done", Target), (published["Outcome"]!.ToString(), published["Name"]));
        Assert.Equal([string.Concat((IEnumerable<string>)Run("Get-DkimRecord example.com")["Strings"]!)], Dig(zone, Target));
        Assert.Equal(theirs, Dig(zone, "s1._domainkey.example.com", "ANY"));
        Assert.Equal("AlreadyThere", Run("Get-DkimRecord example.com | Publish-DkimRecord")["Outcome"]!.ToString());

        Assert.Equal("Done", Run("Unpublish-DkimRecord example.com -Confirm:$false")["Outcome"]!.ToString());
        Assert.Empty(Dig(zone, Target));
        Assert.Equal("AlreadyThere", Run("Unpublish-DkimRecord example.com -Confirm:$false")["Outcome"]!.ToString());
    }

    [Fact]
    public void A_foreign_record_in_our_zone_stays_and_a_wildcard_is_none()
    {
        var zone = ServeBoth("", "s1.example.com TXT \"not ours\"\n*.example.org TXT \"not ours\"");
        Sandbox.Configure(zone.Settings + Delegation);
        MakeKey("example.com", "-Selector s1 -Algorithm Ed25519");
        MakeKey("example.org", "-Selector s1 -Algorithm Ed25519");

        AssertRefused("Publish-DkimRecord example.com", "ForeignRecord");
        Assert.Equal(["not ours"], Dig(zone, Target));
        Assert.Equal("Done", Run("Publish-DkimRecord example.org")["Outcome"]!.ToString());
    }

    [Fact]
    public void A_selector_outside_of_the_set_is_published_in_the_domain()
    {
        var zone = ServeBoth("", "");
        Sandbox.Configure(zone.Settings + Delegation);
        MakeKey("example.com");
        AssertPublished(zone, "example.com");
    }

    [Fact]
    public void A_script_gets_the_name_in_our_zone()
    {
        var zone = ServeBoth("s1._domainkey CNAME s1.example.com.dkim.example.net.", "");
        var (script, said) = (Sandbox.In("publish.ps1"), Sandbox.In("said"));
        File.WriteAllText(
            script, $"param($Action, $Record) [IO.File]::AppendAllText('{said}', \"$Action $($Record.Name) $($Record.Selector)`n\")");
        Sandbox.Configure($$"""
            "publisher": { "type": "Script", "script": "{{script}}" },
            "dns": { "servers": ["{{zone.Address}}"], "timeout": "00:00:05" },
            """ + Delegation);
        MakeKey("example.com", "-Selector s1 -Algorithm Ed25519");

        Assert.Equal("Done", Run("Publish-DkimRecord example.com")["Outcome"]!.ToString());
        Assert.Equal([$"Publish {Target} s1"], File.ReadAllLines(said));
    }

    [Fact]
    public void A_person_is_asked_to_enter_the_record_in_our_zone()
    {
        var zone = ServeBoth("", "");
        Sandbox.Configure($$"""
            "publisher": { "type": "Manual" },
            "dns": { "servers": ["{{zone.Address}}"], "timeout": "00:00:05" },
            """ + Delegation);
        MakeKey("example.com", "-Selector s1 -Algorithm Ed25519");

        var publication = Run("Publish-DkimRecord example.com");
        Assert.Equal("WaitsForPerson", publication["Outcome"]!.ToString());
        Assert.Equal(Target, Run("(Publish-DkimRecord example.com).Record.Name").Objects.Single().ToString());

        NsUpdate(zone, $"zone dkim.example.net\nupdate add {Target} 60 TXT {ValueOf("example.com", "s1")}");
        Assert.Equal("AlreadyThere", Run("Publish-DkimRecord example.com")["Outcome"]!.ToString());
    }

    private UpdatableZone ServeBoth(string theirs, string ours) => Serve(
        "hmac-sha256", "allow-update { key dkim-key; };",
        ("example.com", theirs), ("dkim.example.net", ours), ("example.org", "elsewhere TXT theirs"));
}
