namespace OpteriusDkim;

/// <summary>Zones signed by BIND's tools, served by BIND, behind unbound with a trust anchor of its own.</summary>
public sealed class DnssecTests() : ZoneTest("Rsa", SignedZone.Missing ?? ValidatingResolver.Missing)
{
    private static readonly string[] Columns = ["Selector", "Server", "Outcome", "Authenticated"];

    [Fact]
    public void An_answer_is_authenticated_where_the_zone_is_signed_and_the_resolver_proves_it()
    {
        var (server, resolver) = (Address(), Address());
        var signed = Sign(server);
        ServeFile(server, signed.File);
        Resolve(resolver, [signed.TrustAnchor], server);

        var answers = Session.Run($"Resolve-DkimRecord {Domain} mail, none -Server {resolver}, {server}");

        Assert.Equal(
            new[]
            {
                $"mail {resolver} Found True", $"mail {server} Found False", $"none {resolver} NoSuchName True",
                $"none {server} NoSuchName False",
            }
                .Order(StringComparer.Ordinal),
            Rows(answers));
    }

    [Fact]
    public void An_answer_of_a_zone_that_is_not_signed_is_not_authenticated()
    {
        var (server, resolver) = (Address(), Address());
        ServeFile(server, File(server));
        Resolve(resolver, [], server);

        Assert.Equal([$"mail {resolver} Found False"], Rows(Session.Run($"Resolve-DkimRecord {Domain} mail -Server {resolver}")));
    }

    [Theory]
    [InlineData("expired signatures")]
    [InlineData("another key than the parent's DS")]
    [InlineData("a record changed after it was signed")]
    public void A_DNSSEC_failure_has_its_own_outcome(string fault)
    {
        var (server, resolver) = (Address(), Address());
        var signed = Sign(server, fault == "expired signatures" ? DateTime.UtcNow.AddDays(-10) : null);
        var anchor = fault == "another key than the parent's DS" ? Sign(server).TrustAnchor : signed.TrustAnchor;
        var isChanged = fault == "a record changed after it was signed";
        ServeFile(server, isChanged ? signed.File.Replace("DKIM1", "DKIM2", StringComparison.Ordinal) : signed.File);
        Resolve(resolver, [anchor], server);

        var test = Session.Run($"Test-DkimDns {Domain} -Server {resolver} -Timeout 5");

        Assert.Equal("KeyGenerated", test["Status"]!.ToString());
        var finding = Assert.Single(Findings(test));
        Assert.Equal(("DnssecFault", "Error"), (finding.Code, finding.Severity));
        Assert.Contains($"dig '@{resolver}' +cd mail._domainkey.z.example TXT", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resolver_without_an_answer_fails_without_mentioning_DNSSEC()
    {
        var (server, resolver) = (Address(), Address());
        Use(NameServer.StartAt(Folder("bind"), server, "", "", ("other.example", File(server))));
        Resolve(resolver, [Sign(server).TrustAnchor], server);

        var test = Session.Run($"Test-DkimDns {Domain} -Server {resolver} -Timeout 20");

        Assert.Equal(["ServerFailure"], Findings(test).Select(finding => finding.Code));
    }

    private static IEnumerable<string> Rows(Outcome answers)
    {
        Assert.Empty(answers.Errors);
        return answers.Objects.Select(answer => string.Join(
            ' ', Columns.Select(property => answer.Properties[property].Value))).Order(StringComparer.Ordinal);
    }

    private string File(LoopbackAddress server) => ZoneFile("mail._domainkey TXT " + Quoted(Text), server);

    private SignedZone Sign(LoopbackAddress server, DateTime? validUntil = null) =>
        SignedZone.Sign(Folder("keys"), Domain, File(server), validUntil);
}
