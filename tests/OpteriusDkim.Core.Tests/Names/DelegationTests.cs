using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class DelegationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("{selector}.{domain}", "s1.example.com.dkim.example.net")]
    [InlineData("{domain}.{selector}", "example.com.s1.dkim.example.net")]
    [InlineData("{SELECTOR}._domainkey.{domain}", "s1._domainkey.example.com.dkim.example.net")]
    [InlineData("a.{selector}.b.{domain}.c", "a.s1.b.example.com.c.dkim.example.net")]
    public void A_target_is_made_of_selector_domain_and_zone(string template, string target)
    {
        var delegation = Delegated(template);
        Assert.Equal(target, delegation.TargetOf(Selector.Parse("s1")));
        Assert.Equal("s1._domainkey.example.com", delegation.AliasOf(Selector.Parse("s1")).Value);

        var place = delegation.PlaceOf(SampleName.Of("example.com", "s1"));
        Assert.Equal((target, true, "example.com", "s1"), (place.Value, place.IsDelegated, place.Domain.Value, place.Selector.Value));
        Assert.Equal("mail._domainkey.example.com", delegation.PlaceOf(SampleName.Of("example.com", "mail")).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{selector}")]
    [InlineData("{domain}")]
    [InlineData("{selector}{domain}")]
    [InlineData("x{selector}.{domain}")]
    [InlineData("{selector}.{domain}.{selector}")]
    [InlineData("{selector}..{domain}")]
    [InlineData("{selector}.a b.{domain}")]
    [InlineData("{selector}.-.{domain}")]
    [InlineData("{selector}.{domain}.{number}")]
    public void A_template_without_separate_labels_for_both_is_refused(string template) =>
        Assert.Null(DelegationTemplate.Parse(template));

    [Fact]
    public void Targets_of_different_domains_or_selectors_are_never_equal()
    {
        // Few letters, so that names often end in one another.
        var label = Gen.Elements("a", "b", "ab", "_domainkey");
        var domain = Gen.Elements("a", "b", "ab").NonEmptyListOf().Where(labels => labels.Count is > 1 and < 5)
            .Select(labels => DomainName.Parse(string.Join('.', labels)));
        var template = label.ListOf().Where(labels => labels.Count < 4).SelectMany(
            labels => Gen.Shuffle(labels.Append("{selector}").Append("{domain}").ToArray()), (_, parts) => string.Join('.', parts));
        var property = Prop.ForAll(
            (from text in template
             from one in domain
             from other in domain
             from selectors in Gen.Two(Gen.Elements("a", "b", "ab"))
             select (text, one, other, selectors)).ToArbitrary(),
            drawn =>
            {
                var parsed = DelegationTemplate.Parse(drawn.text)!;
                var zone = DomainName.Parse("dkim.example.net");
                var (first, second) = (Selector.Parse(drawn.selectors.Item1), Selector.Parse(drawn.selectors.Item2));
                return (parsed.Fill(first, drawn.one, zone) == parsed.Fill(second, drawn.other, zone))
                    == (first == second && drawn.one == drawn.other);
            });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData(233, true)]
    [InlineData(234, false)]
    public void A_target_has_253_characters_at_most(int domainLength, bool fits)
    {
        // s1 and dkim.example.net have 18 characters, and two dots; the CNAME's own name is shorter.
        var domain = DomainName.Parse(SampleName.DomainOfLength(domainLength));
        var delegation = Delegated("{selector}.{domain}") with { Domain = domain };
        Assert.Equal(
            fits ? null : nameof(FindingTable.DelegationNameTooLong),
            (Record.Exception(delegation.RequireFit) as InvalidInputException)?.Finding.Code);
    }

    [Theory]
    [InlineData("""{ "delegation": { "zone": "dkim.example.net" } }""", "DelegationIncomplete")]
    [InlineData("""{ "delegation": { "selectors": ["s1", "s2"] } }""", null)]
    [InlineData("""{ "delegation": { "zone": "", "selectors": ["s1", "s2"] } }""", null)]
    [InlineData("""{ "domains": { "example.org": { "delegation": { "zone": "dkim.example.net" } } } }""", "DelegationIncomplete")]
    [InlineData(
        """
        { "delegation": { "selectors": ["s1", "s2"] },
          "domains": { "*.org": { "delegation": { "zone": "a.net" } }, "example.com": { "delegation": { "zone": "b.net" } } } }
        """,
        null)]
    [InlineData(
        """
        { "delegation": { "zone": "a.net", "selectors": ["s1", "s2"] },
          "domains": { "*.org": { "delegation": { "target": "{domain}.{selector}" } } } }
        """,
        "DelegationOverlap")]
    [InlineData(
        """
        { "delegation": { "zone": "a.net", "selectors": ["s1", "s2"] }, "domains": { "*": { "delegation": { "zone": "com.a.net" } } } }
        """,
        "DelegationOverlap")]
    [InlineData(
        """
        { "delegation": { "zone": "a.net", "selectors": ["s1", "s2"] },
          "domains": { "*.org": { "delegation": { "selectors": ["k1", "k2", "k3"] } }, "x.org": { "delegation": { "zone": "" } } } }
        """,
        null)]
    public void A_file_is_checked_as_a_whole(string json, string? code)
    {
        var path = folder.Write("config.json", json);
        var finding = (Record.Exception(() => DkimConfiguration.Load(path)) as InvalidInputException)?.Finding;
        Assert.Equal(code, finding?.Code);
        Assert.Equal(code is not null, finding?.Message.StartsWith(path + ":", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void A_domain_can_be_left_out_of_a_delegation_for_all()
    {
        var configuration = DkimConfiguration.Load(folder.Write(
            "config.json",
            """
            { "delegation": { "zone": "dkim.example.net", "selectors": ["s1", "s2"] },
              "domains": { "own.example.com": { "delegation": { "zone": "" } } } }
            """));
        Assert.Null(configuration.DelegationFor(DomainName.Parse("own.example.com")));
        Assert.Equal("s1, s2", configuration.DelegationFor(DomainName.Parse("example.com"))?.Names);
    }

    public void Dispose() => folder.Dispose();

    private static Delegation Delegated(string template) => new(
        DomainName.Parse("example.com"),
        DomainName.Parse("dkim.example.net"),
        [Selector.Parse("s1"), Selector.Parse("s2")],
        DelegationTemplate.Parse(template)!);
}
