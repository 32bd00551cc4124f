namespace OpteriusDkim.Tests;

public sealed class WildcardTests
{
    [Theory]
    [InlineData("SPF", "SPF", true)]
    [InlineData("the right record and SPF", "the right record and SPF", true)]
    [InlineData("SPF", "an empty record", false)]
    [InlineData("SPF", "the right record and SPF", false)]
    [InlineData("SPF", "no such name", false)]
    [InlineData("no such name", "no such name", false)]
    [InlineData("timeout", "SPF", false)]
    public void It_gives_the_answer_of_a_random_name(string random, string answer, bool gives)
    {
        var wildcard = new Wildcard([Answers.Read(random)]);
        Assert.Equal(gives, wildcard.Gives([.. Answers.Read(answer).Texts.Reverse()]));
        Assert.Equal(wildcard.Exists, wildcard.FindingFor(SampleName.Mail) is not null);
    }

    [Theory]
    [InlineData("a.example.com", "example.com")]
    [InlineData("mail._domainkey.example.com", "_domainkey.example.com")]
    public void A_random_sibling_name_differs_in_the_first_label(string name, string rest)
    {
        var names = Enumerable.Range(0, 100).Select(_ => Wildcard.SiblingName(name)).ToArray();
        Assert.All(names, beside => Assert.Equal(rest, beside[(beside.IndexOf('.', StringComparison.Ordinal) + 1)..]));
        Assert.Equal(100, names.Distinct().Count());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(220)]
    [InlineData(230)]
    [InlineData(240)]
    public void A_random_name_is_valid_however_long_the_domain_is(int length)
    {
        var domain = DomainName.Parse(SampleName.DomainOfLength(length));
        Assert.Equal(domain, Wildcard.NameBelow(domain).Domain);
    }
}
