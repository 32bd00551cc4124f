namespace OpteriusDkim.Tests;

public sealed class ProviderTests
{
    private static readonly string[] Keys = ["rsa2048", "rsa3072", "rsa4096", "ed25519"];

    public static TheoryData<string> Names => [.. ProviderTable.All.Select(provider => provider.Name)];

    public static MatrixTheoryData<string, string> NamesAndKeys => new(ProviderTable.All.Select(provider => provider.Name), Keys);

    [Theory]
    [MemberData(nameof(NamesAndKeys))]
    public void What_a_provider_publishes_of_a_value_in_its_form_is_the_record(string name, string key)
    {
        var provider = ProviderTable.Find(name);
        var strings = CharacterStrings.Split(DkimDnsRecord.TextOf(SampleKey.PublicKeyOf(key)));
        Assert.Equal(strings, provider.ParseValue(provider.RenderValue(strings)));
    }

    [Theory]
    [MemberData(nameof(NamesAndKeys))]
    public void A_value_has_its_form(string name, string key)
    {
        var provider = ProviderTable.Find(name);
        var strings = CharacterStrings.Split(DkimDnsRecord.TextOf(SampleKey.PublicKeyOf(key)));
        var value = provider.RenderValue(strings);
        Assert.Equal(provider.ValueForm == ValueForm.Plain ? 0 : 2 * strings.Count, value.Count(c => c == '"'));
        Assert.Equal(provider.ValueForm == ValueForm.ZoneFile ? strings.Count - 1 : 0, value.Count(c => c == '\n'));
        Assert.Equal(provider.ValueForm == ValueForm.ZoneFile, value.StartsWith("( ", StringComparison.Ordinal) && value.EndsWith(" )", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_has_its_form(string name)
    {
        var provider = ProviderTable.Find(name);
        var record = SampleName.Of("news.example.com", "mail");
        var expected = provider.NameForm switch
        {
            NameForm.Relative => "mail._domainkey.news",
            NameForm.Absolute => "mail._domainkey.news.example.com",
            _ => "mail._domainkey.news.example.com.",
        };
        Assert.Equal(expected, provider.RenderName(record, DomainName.Parse("example.com")));
        Assert.Throws<InvalidInputException>(() => provider.RenderName(record, DomainName.Parse("example.org")));
    }

    [Theory]
    [InlineData("Generic", NameForm.Relative, ValueForm.Quoted)]
    [InlineData("PlainText", NameForm.Relative, ValueForm.Plain)]
    [InlineData("Bind", NameForm.AbsoluteWithDot, ValueForm.ZoneFile)]
    [InlineData("Cloudflare", NameForm.Relative, ValueForm.Quoted)]
    [InlineData("CPanel", NameForm.AbsoluteWithDot, ValueForm.Quoted)]
    [InlineData("Route53", NameForm.AbsoluteWithDot, ValueForm.Quoted)]
    public void The_best_known_providers_want_it_so(string name, NameForm nameForm, ValueForm valueForm) =>
        Assert.Equal((nameForm, valueForm), (ProviderTable.Find(name).NameForm, ProviderTable.Find(name).ValueForm));

    [Fact]
    public void An_absolute_name_without_a_dot_is_the_whole_name()
    {
        var provider = new Provider("Example", NameForm.Absolute, ValueForm.Plain, "", "");
        Assert.Equal(SampleName.Mail.Value, provider.RenderName(SampleName.Mail, SampleName.Mail.Domain));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_says_what_users_should_know_and_where_that_stands(string name)
    {
        var provider = ProviderTable.Find(name);
        Assert.Matches("^[A-Za-z0-9]+$", provider.Name);
        Assert.EndsWith(".", provider.Note, StringComparison.Ordinal);
        Assert.NotEmpty(provider.Source);
    }

    [Fact]
    public void No_name_stands_in_the_table_twice() =>
        Assert.Distinct(ProviderTable.All.Select(provider => provider.Name), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void The_rows_stand_in_the_order_of_their_names_after_the_two_general_forms()
    {
        var names = ProviderTable.All.Select(provider => provider.Name).ToArray();
        Assert.Equal(["Generic", "PlainText"], names[..2]);
        Assert.Equal(names[2..].Order(StringComparer.OrdinalIgnoreCase), names[2..]);
    }

    [Theory]
    [InlineData("cloudflare", "Cloudflare")]
    [InlineData("ROUTE53", "Route53")]
    public void A_provider_is_found_in_any_letter_case(string text, string name) =>
        Assert.Equal(name, ProviderTable.Find(text).Name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Cloud flare")]
    [InlineData("\u001b[2J")]
    public void An_unknown_provider_is_refused_with_a_list_of_all(string? text)
    {
        var exception = Assert.Throws<InvalidInputException>(() => ProviderTable.Find(text));
        Assert.Equal(nameof(FindingTable.UnknownProvider), exception.Finding.Code);
        Printable.Require(exception.Message);
        Assert.All(ProviderTable.All, provider => Assert.Contains(provider.Name, exception.Finding.Advice, StringComparison.Ordinal));
    }
}
