using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpteriusDkim;

public sealed class GetDkimKeyTests : CmdletTest
{
    [Fact]
    public void A_store_that_was_never_used_has_no_keys_and_that_is_no_error()
    {
        var listed = Run("Get-DkimKey");

        Assert.Empty(listed.Objects);
        Assert.Empty(listed.Errors);
    }

    [Theory]
    [InlineData("Get-DkimKey", "mail.a.example mail.b.example s2.b.example")]
    [InlineData("Get-DkimKey b.example", "mail.b.example s2.b.example")]
    [InlineData("Get-DkimKey b*", "mail.b.example s2.b.example")]
    [InlineData("Get-DkimKey * s?", "s2.b.example")]
    [InlineData("Get-DkimKey -Selector mail", "mail.a.example mail.b.example")]
    [InlineData("Get-DkimKey b.example -Selector s2, mail", "mail.b.example s2.b.example")]
    [InlineData("Get-DkimKey a.example, b.example -Selector s*, mail", "mail.a.example mail.b.example s2.b.example")]
    [InlineData("'A.EXAMPLE' | Get-DkimKey", "mail.a.example")]
    [InlineData("Get-DkimKey *.example | Get-DkimKey", "mail.a.example mail.b.example s2.b.example")]
    [InlineData("Get-DkimKey nothing*", "")]
    public void Names_and_wildcards_select(string command, string expected)
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example", "s2._domainkey.b.example");

        var listed = Run(command);

        Assert.Empty(listed.Errors);
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            listed.Objects.Select(key => $"{key.Properties["Selector"].Value}.{key.Properties["Domain"].Value}"));
    }

    [Theory]
    [InlineData("Get-DkimKey c.example", "NotConfigured", "New-DkimKey -Domain c.example")]
    [InlineData("Get-DkimKey a.example other", "SelectorNotConfigured", "Use one of these")]
    public void A_name_without_a_key_is_an_error_that_gives_advice(string command, string id, string advice)
    {
        MakeKeys("mail._domainkey.a.example");

        var error = Assert.Single(Run(command).Errors);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_missing_selector_is_an_error_and_the_others_are_listed()
    {
        MakeKeys("mail._domainkey.a.example");

        var listed = Run("Get-DkimKey a.example mail, nosuch, nor.this");

        Assert.Equal(["mail"], Each(listed, "Selector"));
        Assert.Equal(["SelectorNotConfigured", "SelectorNotConfigured"], listed.ErrorIds);
    }

    [Fact]
    public void A_pattern_that_cannot_be_read_is_one_error_and_the_rest_continues()
    {
        MakeKeys("mail._domainkey.a.example");

        var listed = Run("'[abc', 'a.example' | Get-DkimKey");

        Assert.Equal(["InvalidPattern"], listed.ErrorIds);
        Assert.Equal(["a.example"], Each(listed, "Domain"));
    }

    [Fact]
    public void A_broken_file_is_one_error_and_the_rest_is_listed()
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example", "mail._domainkey.c.example");
        File.WriteAllText(Sandbox.In("keys", "b.example", "mail.private"), "no key");

        var listed = Run("Get-DkimKey");

        Assert.Equal(["a.example", "c.example"], Each(listed, "Domain"));
        Assert.Equal(["KeyBroken"], listed.ErrorIds);
        Assert.Equal(Sandbox.In("keys", "b.example", "mail.private"), listed.Errors[0].TargetObject);
    }

    [Fact]
    public void Leftovers_of_a_crash_are_not_listed()
    {
        MakeKeys("mail._domainkey.a.example");
        File.WriteAllText(Sandbox.In("keys", "a.example", ".mail.private.0123.dkim-tmp"), "half");
        Directory.CreateDirectory(Sandbox.In("keys", ".b.example.0123.dkim-tmp"));

        var listed = Run("Get-DkimKey");

        Assert.Empty(listed.Errors);
        Assert.Equal(["a.example"], Each(listed, "Domain"));
    }

    [Theory]
    [InlineData("Get-DkimKey", "mail3.a.example mail.b.example")]
    [InlineData("Get-DkimKey -All", "mail3.a.example mail.a.example mail2.a.example mail.b.example old.c.example")]
    [InlineData("Get-DkimKey a.* -All", "mail3.a.example mail.a.example mail2.a.example")]
    [InlineData("Get-DkimKey c.example -All", "old.c.example")]
    [InlineData("Get-DkimKey c.example old -All", "old.c.example")]
    [InlineData("Get-DkimKey * mail -All", "mail.a.example mail.b.example")]
    [InlineData("Get-DkimKey b.example -All", "mail.b.example")]
    public void Retired_keys_are_listed_with_All(string command, string expected)
    {
        MakeKeys("mail3._domainkey.a.example", "mail._domainkey.b.example");
        Retire("a.example", ("mail", "mail2", "Removed"), ("mail2", "mail3", "Removed"));
        Retire("b.example", ("mail", null, "Aborted"));
        Retire("c.example", ("old", "new", "Removed"));

        var listed = Run(command);

        Assert.Empty(listed.Errors);
        Assert.Equal(
            expected.Split(' '), listed.Objects.Select(key => $"{key.Properties["Selector"].Value}.{key.Properties["Domain"].Value}"));
    }

    [Fact]
    public void A_retired_key_has_its_public_half_and_its_times_and_no_file()
    {
        Retire("a.example", ("mail", "mail2", "Removed"), ("mail2", "mail3", "Aborted"), ("mail2", "mail4", "Removed"));

        var keys = Run("Get-DkimKey -All").Objects.Select(item => (DkimKey)item.BaseObject).ToArray();

        Assert.Equal(["mail", "mail3", "mail2"], keys.Select(key => key.Selector));
        Assert.All(keys, key => Assert.Null(key.PrivateKeyPath));
        Assert.Equal([null, Began(2), Began(1)], keys.Select(key => key.CreatedAt));
        Assert.Equal([Ended(1), Ended(2), Ended(3)], keys.Select(key => key.RetiredAt));
        Assert.Equal(PublicKey, keys[0].PublicKey);
        Assert.Equal($"v=DKIM1; k=ed25519; p={PublicKey}", string.Concat(keys[0].Record.Strings));
    }

    [Fact]
    public void A_key_that_was_restored_is_not_retired()
    {
        MakeKeys("mail._domainkey.a.example");
        Retire("a.example", (string)Run("Get-DkimKey")["PublicKey"]!, ("mail", "mail2", "Removed"));

        Assert.Null(Run("Get-DkimKey -All")["RetiredAt"]);
    }

    [Fact]
    public void An_unknown_key_and_a_broken_journal_are_errors()
    {
        MakeKeys("mail._domainkey.a.example");
        Retire("b.example", ("mail", "mail2", "Removed"));
        Retire("c.example", ("mail", "mail2", "Removed"));
        File.WriteAllText(Sandbox.In("state", "rotation", "c.example.json"), "{");

        Assert.Equal(["NotConfigured"], Run("Get-DkimKey d.example -All").ErrorIds);
        Assert.Equal(["NotConfigured"], Run("Get-DkimKey b.example mail, other -All").ErrorIds);
        var listed = Run("Get-DkimKey -All");
        Assert.Equal(["JournalBroken"], listed.ErrorIds);
        Assert.Equal(["a.example", "b.example"], Each(listed, "Domain"));
    }

    private static readonly JsonSerializerOptions WithoutNull = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private const string PublicKey = "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=";

    private static DateTime Began(int rotation) => new(2026, rotation, 1, 0, 0, 0, DateTimeKind.Utc);

    private static DateTime Ended(int rotation) => new(2026, rotation, 2, 0, 0, 0, DateTimeKind.Utc);

    private void Retire(string domain, params (string Old, string? New, string Phase)[] rotations) => Retire(domain, PublicKey, rotations);

    private void Retire(string domain, string publicKey, params (string Old, string? New, string Phase)[] rotations)
    {
        var past = rotations.Select((rotation, index) => new
        {
            old = new { selector = rotation.Old, algorithm = "Ed25519", publicKey },
            @new = rotation.New is null ? null : new { selector = rotation.New, algorithm = "Ed25519", publicKey },
            phase = rotation.Phase,
            startedAt = Began(index + 1),
            endedAt = new { utc = Ended(index + 1), boot = "b", uptime = "01:00:00" },
        });
        var file = Sandbox.In("state", "rotation", domain + ".json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(
            file, JsonSerializer.Serialize(new { domain, version = 1, selectors = Array.Empty<string>(), past }, WithoutNull));
    }
}
