using System.Globalization;

namespace OpteriusDkim;

/// <summary>
/// Each row of the reference's table of wrong records, served by BIND, with a key whose record needs
/// two strings; and the value to enter at the provider that the domain's configuration names.
/// </summary>
public sealed class WrongRecordsTests() : ZoneTest("Rsa")
{
    private const string Old = "v=DKIM1; k=ed25519; p=ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=";

    [Theory]
    [InlineData("the zone appended to a full name", "NameDoubled", "KeyGenerated")]
    [InlineData("cut at 255 characters", "ValueCut", "Mismatch")]
    [InlineData("cut at the first semicolon", "ValueCut", "Mismatch")]
    [InlineData("parentheses of a zone file", "ValueMistyped", "Mismatch")]
    [InlineData("a leading IN TXT", "ValueMistyped", "Mismatch")]
    [InlineData("quotes as characters", "ValueMistyped", "Mismatch")]
    [InlineData("escaped quotes", "ValueMistyped", "Mismatch")]
    [InlineData("strings joined with a space", "StringsJoinedWithSpace", "Verified")]
    [InlineData("the old record left beside the new one", "OldRecordBeside", "Mismatch")]
    [InlineData("SPF at the same name", "OtherText", "Mismatch")]
    [InlineData("a selector typed wrong", "PublishedElsewhere", "KeyGenerated")]
    [InlineData("the zone above", "PublishedElsewhere", "KeyGenerated")]
    [InlineData("PEM armour kept", "ValueMistyped", "Mismatch")]
    public void Each_has_its_cause_and_where_to_enter_which_value(string row, string code, string status)
    {
        const string Below = "news.z.example";
        Sandbox.Configure("""
            "domains": { "*.z.example": { "provider": "Route53" } },
            """);
        Session.Run($"Import-DkimKey {Below} -Path '{Sandbox.Keys}/{Domain}/mail.private'");
        var server = Address();
        Serve(server, RecordsOf(row), server);

        var test = Session.Run($"Test-DkimDns {Below} -Server {server} -Timeout 2");

        Assert.Equal(status, test["Status"]!.ToString());
        var finding = Assert.Single(Findings(test), found => found.Code == code);
        var entry = Session.Run($"Get-DkimRecord {Below} -Provider Route53 -Zone {Domain}");
        Assert.Contains("(Route53", finding.Advice, StringComparison.Ordinal);
        Assert.Contains($":\nName:  {entry["Name"]}\nType:  TXT\nValue: {entry["Value"]}\n", finding.Advice, StringComparison.Ordinal);
        Assert.Contains($"dig '@{server}' mail._domainkey.news.z.example TXT", finding.Advice, StringComparison.Ordinal);
        Assert.Contains($"nslookup -type=TXT mail._domainkey.news.z.example {server}", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hidden_primary_a_lagging_a_stopped_and_an_unreachable_server_each_have_a_row()
    {
        using var away = new UnroutedAddress();
        var (hidden, lagging, stopped) = (Address(), Address(), Address());
        var names = $"primary A {hidden}\n@ NS ns3\nns3 AAAA {away}\n";
        Serve(hidden, names + "mail._domainkey TXT " + Quoted(Text), lagging, stopped);
        Serve(lagging, names, lagging, stopped);

        var test = Session.Run($"Test-DkimDns {Domain} -Authoritative -Server {lagging} -Timeout 1");

        Assert.Equal("KeyGenerated", test["Status"]!.ToString());
        Assert.Equal(["ns1.z.example: NoSuchName", "ns2.z.example: Unreachable", "ns3.z.example: Unreachable"], Servers(test));
        Assert.Equal(
            ["HiddenPrimaryAhead", "NoRoute", "NoSuchName", "ServerUnreachable"],
            Findings(test).Select(found => found.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_unreachable_server_does_not_count_where_the_others_have_the_record()
    {
        using var away = new UnroutedAddress();
        var one = Address();
        Serve(one, $"@ NS ns2\nns2 AAAA {away}\nmail._domainkey TXT {Quoted(Text)}", one);

        var test = Session.Run($"Test-DkimDns {Domain} -Authoritative -Server {one} -Timeout 2");

        Assert.Equal("Verified", test["Status"]!.ToString());
        Assert.Equal(["ns1.z.example: Found", "ns2.z.example: Unreachable"], Servers(test));
        Assert.Equal(["NoRoute Information"], Findings(test).Select(found => $"{found.Code} {found.Severity}"));
    }

    [Fact]
    public void A_server_whose_name_has_no_address_is_a_row_with_a_finding_of_its_own()
    {
        const string Lost = "ns.gone.example";
        var one = Address();
        Serve(one, $"@ NS {Lost}.\nmail._domainkey TXT {Quoted(Text)}", one);

        var test = Session.Run($"Test-DkimDns {Domain} -Authoritative -Server {one} -Timeout 5");
        var found = Assert.Single(Findings(test));
        var answers = Session.Run(
            $"Resolve-DkimRecord {Domain} mail -Authoritative -Server {one} -Timeout 5 | ForEach-Object {{ \"$_ $($_.Findings.Code)\" }}");

        Assert.Equal("KeyGenerated", test["Status"]!.ToString());
        Assert.Equal([$"{Lost}: Unreachable", "ns1.z.example: Found"], Servers(test));
        Assert.Equal(("ServerWithoutAddress", "Warning"), (found.Code, found.Severity));
        Assert.Contains(Lost, found.Message, StringComparison.Ordinal);
        Assert.Contains($"dig {Lost} AAAA", found.Advice, StringComparison.Ordinal);
        Assert.Contains($"{Lost}: Unreachable ServerWithoutAddress", answers.Objects.Select(line => line.ToString()));
    }

    [Fact]
    public void A_stale_resolver_cache_is_distinguished_from_a_missing_record()
    {
        Assert.SkipWhen(ValidatingResolver.Missing is not null, ValidatingResolver.Missing ?? "");
        var (server, resolver) = (Address(), Address());
        var before = Serve(server, "", server);
        Resolve(resolver, [], server);
        Assert.Contains(
            "NoSuchName", Findings(Session.Run($"Test-DkimDns {Domain} -Server {resolver} -Timeout 5")).Select(found => found.Code));
        before.Dispose();
        Serve(server, "mail._domainkey TXT " + Quoted(Text), server);

        var test = Session.Run($"Test-DkimDns {Domain} -Server {resolver} -Timeout 5");

        Assert.Equal("KeyGenerated", test["Status"]!.ToString());
        var finding = Assert.Single(Findings(test), found => found.Code == "NotVisibleYet");
        var seconds = int.Parse(finding.Message.Split(" up to ")[^1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(seconds, 1, 60);
    }

    [Fact]
    public void A_name_below_a_DNAME_is_read_at_its_target()
    {
        var one = Address();
        Serve(one, $"_domainkey DNAME keys\nmail.keys TXT {Quoted(Text)}", one);

        var test = Session.Run($"Test-DkimDns {Domain} -Server {one} -Timeout 2");
        var every = Session.Run($"Resolve-DkimRecord {Domain} -Authoritative -Server {one} -Timeout 2");

        Assert.Equal("Verified", test["Status"]!.ToString());
        Assert.Equal(
            ["_domainkey.z.example has a DNAME record, so mail._domainkey.z.example leads to mail.keys.z.example."],
            Findings(test).Select(found => found.Message));
        Assert.Equal(["DnameFollowed"], Findings(every).Select(found => found.Code));
    }

    [Fact]
    public void The_safe_time_is_unknown_while_a_server_of_the_zone_was_not_seen_with_the_record()
    {
        var (one, stopped) = (Address(), Address());
        Serve(one, "mail._domainkey TXT " + Quoted(Text), one, stopped);

        var test = Session.Run($"Test-DkimDns {Domain} -Wait -Server {one} -Timeout 1");

        Assert.Equal("Verified", test["Status"]!.ToString());
        Assert.Null(test["SafeToSignAt"]);
        Assert.Equal(["SafeTimeUnknown"], Findings(test).Select(found => found.Code));
    }

    /// <summary>A mount namespace gives the system another resolver; a configured one would be trusted.</summary>
    [Fact]
    public async Task Servers_on_private_addresses_from_the_systems_resolver_prove_nothing()
    {
        var one = Address();
        Serve(one, "mail._domainkey TXT " + Quoted(Text), one);
        await File.WriteAllTextAsync(Sandbox.In("resolv.conf"), $"nameserver {one}\n", TestContext.Current.CancellationToken);
        var script = ModuleProcess.Configured(
            Sandbox, $"$test = Test-DkimDns {Domain} -Authoritative -Timeout 5; \"$($test.Status) $($test.Findings.Code)\"");

        using var process = Tool.Start(
            "unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /etc/resolv.conf && exec \"$1\" \"$2\"",
            Sandbox.In("resolv.conf"), ModuleProcess.Program, script);
        var outcome = await Tool.AwaitAsync(process);

        Assert.SkipWhen(outcome.Error.Contains("unshare failed", StringComparison.Ordinal), "no mount namespaces here");
        Assert.Equal(("KeyGenerated PrivateServer\n", ""), (outcome.Output, outcome.Error));
    }

    private string RecordsOf(string row)
    {
        var name = "mail._domainkey.news";
        return row switch
        {
            "the zone appended to a full name" => $"{name}.z.example TXT {Quoted(Text)}",
            "cut at 255 characters" => $"{name} TXT {Quoted(Text[..255])}",
            "cut at the first semicolon" => $"{name} TXT \"v=DKIM1\"",
            "parentheses of a zone file" => $"{name} TXT {Quoted($"( {Text} )")}",
            "a leading IN TXT" => $"{name} TXT {Quoted("IN TXT " + Text)}",
            "quotes as characters" => $"{name} TXT {Quoted($"\"{Text}\"")}",
            "escaped quotes" => $"{name} TXT {Quoted($"\\\"{Text}\\\"")}",
            "strings joined with a space" => $"{name} TXT {Quoted(Text.Insert(255, " "))}",
            "the old record left beside the new one" => $"{name} TXT {Quoted(Text)}\n{name} TXT {Quoted(Old)}",
            "SPF at the same name" => $"{name} TXT {Quoted(Text)}\n{name} TXT \"v=spf1 mx -all\"",
            "a selector typed wrong" => $"default._domainkey.news TXT {Quoted(Text)}",
            "the zone above" => $"mail._domainkey TXT {Quoted(Text)}",
            _ => $"{name} TXT {Quoted(Text.Replace("p=", "p=-----BEGIN PUBLIC KEY-----", StringComparison.Ordinal))}",
        };
    }
}
