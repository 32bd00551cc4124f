using System.Management.Automation;

namespace OpteriusDkim;

public sealed class ConvertFromDkimRecordTests : CmdletTest
{
    private const string Key = "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=";
    private const string Value = "v=DKIM1; k=ed25519; p=" + Key;

    [Theory]
    [InlineData($"ConvertFrom-DkimRecord '{Value}'")]
    [InlineData($"'{Value}' | ConvertFrom-DkimRecord")]
    [InlineData($"ConvertFrom-DkimRecord 'v=DKIM1; k=ed25519; ','p={Key}'")]
    [InlineData($"ConvertFrom-DkimRecord -Strings 'v=DKIM1; k=ed25519; ','p={Key}'")]
    [InlineData($",('v=DKIM1; k=ed25519; ','p={Key}') | ConvertFrom-DkimRecord")]
    [InlineData($"[pscustomobject]@{{ Strings = 'v=DKIM1; k=ed25519; ','p={Key}' }} | ConvertFrom-DkimRecord")]
    [InlineData($"""'"v=DKIM1; k=ed25519; " "p={Key}"' | ConvertFrom-DkimRecord""")]
    [InlineData($"""'mail._domainkey.example.com. 300 IN TXT "v=DKIM1; k=ed25519; p={Key}"' | ConvertFrom-DkimRecord""")]
    [InlineData($"""'mail._domainkey IN TXT ( "v=DKIM1; k=ed25519; "', '  "p={Key}" ) ; ----- DKIM key' | ConvertFrom-DkimRecord""")]
    [InlineData($"""ConvertFrom-DkimRecord 'mail._domainkey IN TXT ( "v=DKIM1; k=ed25519; "', '  "p={Key}" ) ; ----- DKIM key'""")]
    [InlineData($"""ConvertFrom-DkimRecord "mail._domainkey IN TXT ( `"v=DKIM1; k=ed25519; `"`n`t`"p={Key}`" )`n" """)]
    [InlineData($"ConvertFrom-DkimRecord -Literal '{Value}'")]
    public void A_record_is_read_in_any_form(string command)
    {
        var outcome = Run(command);
        Assert.Empty(outcome.Errors);
        Assert.Equal(Value, outcome["Text"]);
        Assert.Equal((true, 256, "ed25519"), ((bool)outcome["IsValid"]!, (int)outcome["KeySize"]!, (string)outcome["KeyType"]!));
        Assert.Empty((IReadOnlyList<DkimFinding>)outcome["Findings"]!);
    }

    [Fact]
    public void Published_records_are_valid()
    {
        MakeKeys("mail._domainkey.a.example", "s2._domainkey.a.example");
        var outcome = Run("Get-DkimRecord a.example | ConvertFrom-DkimRecord");
        Assert.Empty(outcome.Errors);
        Assert.Equal([true, true], Each(outcome, "IsValid"));
    }

    [Theory]
    [InlineData("Generic")]
    [InlineData("Bind")]
    [InlineData("PlainText")]
    public void What_a_provider_accepts_reads_back(string provider)
    {
        Run("New-DkimKey example.com -KeySize 2048");
        var outcome = Run($"(Get-DkimRecord example.com -Provider {provider}).Value | ConvertFrom-DkimRecord");
        Assert.Equal((true, 2048), ((bool)outcome["IsValid"]!, (int)outcome["KeySize"]!));
    }

    [Fact]
    public void A_zone_file_gives_its_key_records_with_their_names()
    {
        File.WriteAllText(Sandbox.In("zone.txt"), $"""
            $TTL 300
            $ORIGIN example.com.
            @   IN SOA ns hostmaster ( 1 3600
                    600 86400 60 )
                IN NS ns
            ns  IN A 127.0.0.1
            @   IN TXT "v=spf1 -all"
            _dmarc IN TXT "v=DMARC1; p=reject"
            a._domainkey 300 IN TXT ( "v=DKIM1; k=ed25519; " ; the first
                "p={Key}" )
                IN TXT "v=DKIM1; p="
            b._domainkey TXT v=DKIM1\;\ k=ed25519\;\ p={Key}
            dkim.provider.example. IN TXT "v=DKIM1; k=ed25519; p={Key}"
            """);
        var outcome = Session.Run("$input | ConvertFrom-DkimRecord -Verbose", [.. File.ReadAllLines(Sandbox.In("zone.txt"))]);
        Assert.Empty(outcome.Errors);
        Assert.Equal(["a._domainkey", "a._domainkey", "b._domainkey", "dkim.provider.example."], Each(outcome, "Name"));
        Assert.Equal([true, false, true, true], Each(outcome, "IsValid"));
        Assert.Equal(2, outcome.Verbose.Count(line => line.Contains("another kind", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("'v=DKIM1; p=' | ConvertFrom-DkimRecord", "Revoked")]
    [InlineData("ConvertFrom-DkimRecord 'v=spf1 -all'", "WrongVersion KeyDataMissing")]
    [InlineData("ConvertFrom-DkimRecord -Literal ''", "VersionMissing KeyDataMissing")]
    [InlineData("""ConvertFrom-DkimRecord -Literal '"v=DKIM1; p="'""", "QuotesInValue Revoked")]
    public void Problems_are_reported_with_advice(string command, string codes)
    {
        var outcome = Run(command);
        Assert.Empty(outcome.Errors);
        var findings = (IReadOnlyList<DkimFinding>)outcome["Findings"]!;
        Assert.Equal(codes, string.Join(' ', findings.Select(finding => finding.Code)));
        Assert.All(findings, finding => Assert.NotEmpty(finding.Advice));
    }

    [Theory]
    [InlineData("'' | ConvertFrom-DkimRecord", "NoRecordInText")]
    [InlineData("$null | ConvertFrom-DkimRecord", "NoRecordInText")]
    [InlineData("';; connection timed out; no servers could be reached' | ConvertFrom-DkimRecord", "NoRecordInText")]
    [InlineData("""'x._domainkey IN TXT "v=DKIM1; p=' | ConvertFrom-DkimRecord""", "RecordTextBroken NoRecordInText")]
    [InlineData("""'x._domainkey IN TXT ( "v=DKIM1; p="' | ConvertFrom-DkimRecord""", "RecordTextBroken")]
    public void Input_without_a_record_is_an_error_with_an_id_and_advice(string command, string ids)
    {
        var outcome = Run(command);
        Assert.Empty(outcome.Objects);
        Assert.Equal(ids, string.Join(' ', outcome.ErrorIds));
        Assert.All(outcome.Errors, error => Assert.NotEmpty(error.ErrorDetails.RecommendedAction));
    }

    [Theory]
    [InlineData("ConvertFrom-DkimRecord 'v=DKIM1; p=','v=DKIM1; k=rsa; p='")]
    [InlineData("'v=DKIM1; p=','v=DKIM1; k=rsa; p=' | ConvertFrom-DkimRecord")]
    [InlineData("ConvertFrom-DkimRecord \"v=DKIM1; p=`r`nv=DKIM1; k=rsa; p=\"")]
    [InlineData("ConvertFrom-DkimRecord '\"v=DKIM1; p=\"','\"v=DKIM1; k=rsa; p=\"'")]
    public void Several_values_are_several_records(string command) =>
        Assert.Equal(["v=DKIM1; p=", "v=DKIM1; k=rsa; p="], Each(Run(command), "Text"));

    [Fact]
    public void Empty_pipeline_input_writes_nothing()
    {
        var outcome = Run("@() | ConvertFrom-DkimRecord");
        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Objects);
    }

    [Fact]
    public void A_broken_line_does_not_stop_the_rest()
    {
        var outcome = Run($"""'a._domainkey TXT "v=DKIM1', '{Value}' | ConvertFrom-DkimRecord""");
        Assert.Equal(["RecordTextBroken"], outcome.ErrorIds);
        Assert.Equal(Value, outcome["Text"]);
    }

    [Fact]
    public void The_view_shows_verdict_tags_and_advice_without_terminal_control_characters()
    {
        var record = Run("ConvertFrom-DkimRecord -Literal \"v=DKIM1; t=y; n=`e[31m; p=\"").Objects.Single();
        var shown = View.Show(record, 100);
        Assert.Contains("Revoked", shown, StringComparison.Ordinal);
        Assert.Contains("CharacterNotPermitted", shown, StringComparison.Ordinal);
        Assert.Contains(@"\u{1B}[31m", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[31m;", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_from_the_text_is_the_heading_of_the_view()
    {
        var record = Run($"""'mail._domainkey TXT "{Value}"' | ConvertFrom-DkimRecord""").Objects.Single();
        Assert.StartsWith("\u001b[1mmail._domainkey\u001b[0m  \u001b[32mValid", View.Show(record, 100), StringComparison.Ordinal);
    }
}
