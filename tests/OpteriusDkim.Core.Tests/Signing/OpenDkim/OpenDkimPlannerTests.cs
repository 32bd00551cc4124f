using static OpteriusDkim.Tests.SampleTables;

namespace OpteriusDkim.Tests;

public sealed class OpenDkimPlannerTests
{
    private const string MailKey = "mail._domainkey.example.com example.com:mail:/keys/example.com/mail.private\n";
    private const string MailLine = "*@example.com mail._domainkey.example.com\n";

    [Fact]
    public void A_domain_that_nothing_signs_for_gets_a_line_in_each_table()
    {
        using var tables = new SampleTables("", "");
        Assert.Null(tables.Apply(Enable("example.com")));
        Assert.Equal(MailKey, tables.Keys);
        Assert.Equal(MailLine, tables.Signing);
    }

    [Fact]
    public void Under_file_the_pattern_is_the_bare_domain()
    {
        using var tables = new SampleTables("", "", "file");
        Assert.Null(tables.Apply(Enable("example.com") with { IncludeSubdomains = true }));
        Assert.Equal("example.com mail._domainkey.example.com\n.example.com mail._domainkey.example.com\n", tables.Signing);
    }

    [Fact]
    public void Subdomains_have_a_line_of_their_own()
    {
        using var tables = new SampleTables("", "");
        Assert.Null(tables.Apply(Enable("example.com") with { IncludeSubdomains = true }));
        Assert.Equal(MailLine + "*@*.example.com mail._domainkey.example.com\n", tables.Signing);
    }

    [Fact]
    public void A_domain_that_is_already_enabled_is_unchanged()
    {
        using var tables = new SampleTables(MailKey, MailLine);
        var edit = tables.Plan(Enable("example.com"));
        Assert.Empty(edit.Files);
        Assert.Empty(edit.Refused);
        Assert.Equal([DomainName.Parse("example.com")], edit.Unchanged);
    }

    [Fact]
    public void A_key_left_by_a_killed_run_is_reused()
    {
        using var tables = new SampleTables(MailKey, "");
        Assert.Null(tables.Apply(Enable("example.com")));
        Assert.Equal(MailKey, tables.Keys);
        Assert.Equal(MailLine, tables.Signing);
    }

    [Fact]
    public void The_KeyTable_is_written_before_the_SigningTable_when_adding_and_after_it_when_removing()
    {
        using var tables = new SampleTables(MailKey, MailLine);
        var files = tables.Plan(Switch("example.com", "mail", "new")).Files;
        Assert.Equal(["KeyTable", "SigningTable", "KeyTable"], files.Select(file => Path.GetFileName(file.Path)));
        var enabling = tables.Plan(Enable("example.org")).Files;
        Assert.Equal(["KeyTable", "SigningTable"], enabling.Select(file => Path.GetFileName(file.Path)));
        var disabling = tables.Plan(Disable("example.com")).Files;
        Assert.Equal(["SigningTable", "KeyTable"], disabling.Select(file => Path.GetFileName(file.Path)));
    }

    [Fact]
    public void A_switch_changes_only_the_key_name_in_its_line()
    {
        using var tables = new SampleTables(
            "# keys\n" + MailKey + "x x:y:z\n",
            "# \xE9\r\n  skipped\n*@Example.COM\t mail._domainkey.example.com:me@%  # ours\r\n*@*.example.com "
            + "mail._domainkey.example.com\n*@z x");
        Assert.Null(tables.Apply(Switch("example.com", "mail", "new")));
        Assert.Equal(
            "# \xE9\r\n  skipped\n*@Example.COM\t new._domainkey.example.com:me@%  # ours\r\n*@*.example.com "
            + "new._domainkey.example.com\n*@z x",
            tables.Signing);
        Assert.Equal("# keys\nx x:y:z\nnew._domainkey.example.com example.com:new:/keys/example.com/new.private\n", tables.Keys);
    }

    [Theory]
    [InlineData("*@example.com other._domainkey.example.com\n", "OtherKeySigns")]
    [InlineData("*@* other._domainkey.example.com\n", "ForeignEntry")]
    [InlineData("* other._domainkey.example.com\n", "ForeignEntry")]
    [InlineData("*@*.com other._domainkey.example.com\n", null)]
    [InlineData("*@example.com %\n", "ForeignEntry")]
    [InlineData("*@example.com inline\n", "ForeignEntry")]
    [InlineData("*@example.com template\n", "ForeignEntry")]
    [InlineData("bob@example.com other._domainkey.example.com\n", "ForeignEntryForSome")]
    [InlineData("b*@example.com other._domainkey.example.com\n", "ForeignEntryForSome")]
    [InlineData("bob@* other._domainkey.example.com\n", "ForeignEntryForSome")]
    [InlineData("bob@example.org other._domainkey.example.com\n", null)]
    [InlineData("*@example.org other._domainkey.example.com\n", null)]
    [InlineData("[[:alpha:]]*@example.org other._domainkey.example.com\n", null)]
    [InlineData("[[:alpha:]]*@example.com other._domainkey.example.com\n", "ForeignEntryForSome")]
    [InlineData("*@(a|example).com other._domainkey.example.com\n", "ForeignEntry")]
    [InlineData("*@example.com unknown\n", null)]
    [InlineData("*@example.com\n", null)]
    public void Enabling_is_refused_where_the_domain_is_already_signed(string line, string? code)
    {
        const string Keys = "other._domainkey.example.com example.com:other:/keys/other\ninline "
            + "example.com:mail:MIIBVgIBADANBg\ntemplate %:mail:/keys/%/mail.private\n";
        using var tables = new SampleTables(Keys, line);
        Assert.Equal(code, tables.Apply(Enable("example.com")));
        Assert.Equal(code is null, tables.Signing != line);
        Assert.Equal(code is null, tables.Keys != Keys);
        if (code is null)
        {
            Assert.Equal("mail", Assert.Single(tables.Signer.Read().DecisionFor(DomainName.Parse("example.com")).All).Selector);
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("# *@example.com k\n", false)]
    [InlineData("example.com k\n", false)]
    [InlineData("*@example.com k\n", true)]
    [InlineData("* %\n", true)]
    public void A_non_empty_table_allows_signing(string signing, bool expected)
    {
        using var tables = new SampleTables("k example.com:mail:/keys/k\n", signing);
        Assert.Equal(expected, tables.Signer.Read().MaySign);
    }

    [Theory]
    [InlineData("*@example.com other._domainkey.example.com\n", "*@example.com mail._domainkey.example.com\n")]
    [InlineData("*@* other._domainkey.example.com\n", "*@example.com mail._domainkey.example.com\n*@* other._domainkey.example.com\n")]
    [InlineData(
        "# first\n*@* other._domainkey.example.com\n*@example.com other._domainkey.example.com\n",
        "# first\n*@example.com mail._domainkey.example.com\n*@* other._domainkey.example.com\n")]
    public void With_force_the_domains_own_line_is_added_and_foreign_ones_are_kept(string before, string after)
    {
        using var tables = new SampleTables("other._domainkey.example.com example.com:other:/keys/other\n", before);
        Assert.Null(tables.Apply(Enable("example.com") with { Replace = true }));
        Assert.Equal(after, tables.Signing);
    }

    [Theory]
    [InlineData("bob@example.com other\n")]
    [InlineData("*@example.com %\n")]
    public void Force_changes_only_the_domains_own_lines(string line)
    {
        using var tables = new SampleTables("other example.com:other:/keys/other\n", line);
        Assert.StartsWith("ForeignEntry", tables.Apply(Enable("example.com") with { Replace = true }), StringComparison.Ordinal);
        Assert.Equal(line, tables.Signing);
    }

    [Fact]
    public void A_line_for_a_subdomain_goes_before_the_one_that_would_shadow_it()
    {
        using var tables = new SampleTables(MailKey, MailLine + "*@*.example.com mail._domainkey.example.com\n*@example.org x\n");
        Assert.Null(tables.Apply(Enable("news.example.com")));
        Assert.Equal(
            MailLine + "*@news.example.com mail._domainkey.news.example.com\n*@*.example.com "
                + "mail._domainkey.example.com\n*@example.org x\n",
            tables.Signing);
    }

    [Fact]
    public void Domains_enabled_together_do_not_shadow_each_other()
    {
        using var tables = new SampleTables("", "");
        Assert.Null(tables.Apply(
            Enable("example.com") with { IncludeSubdomains = true },
            Enable("a.b.example.com") with { IncludeSubdomains = true },
            Enable("b.example.com") with { IncludeSubdomains = true }));
        var state = tables.Signer.Read();
        foreach (var (sender, signs) in new[]
        {
            ("example.com", "example.com"),
            ("x.example.com", "example.com"),
            ("b.example.com", "b.example.com"),
            ("x.b.example.com", "b.example.com"),
            ("x.a.b.example.com", "a.b.example.com"),
        })
        {
            Assert.Equal(signs, Assert.Single(state.DecisionFor(DomainName.Parse(sender)).All).SigningDomain);
        }
    }

    [Fact]
    public void Disabling_removes_only_the_domains_own_lines()
    {
        using var tables = new SampleTables(
            "a b:c:/d\n" + MailKey + "old._domainkey.example.com example.com:old:/keys/old\n",
            "*@b a\n" + MailLine + "*@*.example.com mail._domainkey.example.com\n# end");
        Assert.Null(tables.Apply(Disable("example.com")));
        Assert.Equal("*@b a\n# end", tables.Signing);
        Assert.Equal("a b:c:/d\n", tables.Keys);
    }

    [Fact]
    public void A_key_that_other_lines_use_is_kept()
    {
        using var tables = new SampleTables(MailKey, MailLine + "*@example.org mail._domainkey.example.com\n");
        Assert.Null(tables.Apply(Disable("example.com")));
        Assert.Equal(MailKey, tables.Keys);
        Assert.Equal("*@example.org mail._domainkey.example.com\n", tables.Signing);
    }

    [Theory]
    [InlineData("*@* mail._domainkey.example.com\n", "SignedByOthers")]
    [InlineData("*@*.com mail._domainkey.example.com\n", "SignedByOthers")]
    [InlineData("bob@example.com mail._domainkey.example.com\n", "ForeignEntryForSome")]
    public void Disabling_is_refused_where_others_would_continue_signing(string line, string code)
    {
        using var tables = new SampleTables(MailKey, MailLine + line);
        Assert.Equal(code, tables.Apply(Disable("example.com")));
        Assert.Equal(MailLine + line, tables.Signing);
    }

    [Fact]
    public void A_switch_from_a_key_that_does_not_sign_is_refused()
    {
        using var tables = new SampleTables(MailKey, MailLine);
        Assert.Equal("NotSigningWith", tables.Apply(Switch("example.com", "other", "new")));
        Assert.Equal("NotSigningWith", tables.Apply(Switch("example.org", "mail", "new")));
        Assert.Equal(MailLine, tables.Signing);
    }

    [Fact]
    public void A_switch_made_already_is_unchanged_and_clears_the_leftovers_of_a_killed_run()
    {
        using var tables = new SampleTables(
            MailKey + "new._domainkey.example.com example.com:new:/keys/example.com/new.private\n",
            "*@example.com new._domainkey.example.com\n");
        Assert.Null(tables.Apply(Switch("example.com", "mail", "new")));
        Assert.Equal("new._domainkey.example.com example.com:new:/keys/example.com/new.private\n", tables.Keys);
        Assert.Empty(tables.Plan(Switch("example.com", "mail", "new")).Files);
    }

    [Fact]
    public void With_MultipleSignatures_a_catch_all_line_also_signs_and_is_refused()
    {
        using var tables = new SampleTables(MailKey, "*@* mail._domainkey.example.com\n", more: "MultipleSignatures yes");
        Assert.Equal("ForeignEntry", tables.Apply(Enable("example.com") with { Replace = true }));
        using var two = new SampleTables(
            MailKey + "b example.com:b:/keys/b\n", MailLine + "*@example.com b\n", more: "MultipleSignatures yes");
        Assert.Equal(["mail", "b"], two.Signer.Read().DecisionFor(DomainName.Parse("example.com")).All.Select(entry => entry.Selector));
        Assert.Null(two.Apply(Switch("example.com", "b", "new")));
        Assert.Equal(MailLine + "*@example.com new._domainkey.example.com\n", two.Signing);
    }

    [Theory]
    [InlineData("mail._domainkey.example.com example.org:mail:/keys/other\n", "")]
    [InlineData("mail._domainkey.example.com example.com:mail:/keys/other\n", "*@example.org mail._domainkey.example.com\n")]
    [InlineData("mail._domainkey.example.com %:mail:/keys/%\n", "")]
    public void A_key_name_that_means_another_key_is_refused(string keys, string signing)
    {
        using var tables = new SampleTables(keys, signing);
        Assert.Equal("KeyNameTaken", tables.Apply(Enable("example.com")));
        Assert.Equal(keys, tables.Keys);
    }

    [Theory]
    [InlineData("mail._domainkey.example.com example.com:mail:/keys/elsewhere\n")]
    [InlineData("mail._domainkey.example.com example.com : mail : /keys/example.com/mail.private\n")]
    [InlineData("mail._domainkey.example.com example.com\nmail._domainkey.example.com example.com:mail:/x\n")]
    public void The_domains_own_line_of_that_name_is_corrected(string keys)
    {
        using var tables = new SampleTables(keys, "");
        Assert.Null(tables.Apply(Enable("example.com")));
        Assert.Equal(MailKey, tables.Keys);
    }

    [Fact]
    public void Lines_longer_than_the_daemon_reads_are_not_changed()
    {
        var comment = "# " + new string('x', 1100) + " *@example.com mail\n";
        using var tables = new SampleTables("", comment);
        Assert.Null(tables.Apply(Enable("example.org")));
        Assert.StartsWith(comment, tables.Signing, StringComparison.Ordinal);
        Assert.Contains(tables.Signer.Read().Entries, entry => entry.Findings.Any(finding => finding.Code == "TableLineTooLong"));
    }
}
