namespace OpteriusDkim.Tests;

public sealed class OpenDkimConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("KeyTable /etc/opendkim/KeyTable", "/etc/opendkim/KeyTable")]
    [InlineData("KeyTable\t\t/etc/opendkim/KeyTable", "/etc/opendkim/KeyTable")]
    [InlineData("  KeyTable   /etc/opendkim/KeyTable  ", "/etc/opendkim/KeyTable")]
    [InlineData("keytable refile:/etc/opendkim/KeyTable", "refile:/etc/opendkim/KeyTable")]
    [InlineData("KEYTABLE /a\r", "/a")]
    [InlineData("# KeyTable /a", null)]
    [InlineData("#KeyTable /a", null)]
    [InlineData("", null)]
    [InlineData("KeyTables /a", null)]
    [InlineData("KeyTable", "")]
    [InlineData("KeyTable /a\nKeyTable /b", "/b")]
    [InlineData("KeyTable /a\nSelector mail\n\n# end", "/a")]
    public void A_directive_is_a_name_in_any_letter_case_and_a_value(string text, string? value) =>
        Assert.Equal(value, Read(text)["KeyTable"]?.Value);

    // opendkim.conf(5): lines are truncated at a hash character, wherever it stands.
    [Theory]
    [InlineData("KeyTable /etc/opendkim/KeyTable # the table")]
    [InlineData("KeyTable /etc/opendkim/KeyTable# the table")]
    public void A_comment_ends_a_line_wherever_it_begins(string text) =>
        Assert.Equal("/etc/opendkim/KeyTable", Read(text)["KeyTable"]?.Value);

    [Fact]
    public void A_directive_has_its_file_and_line()
    {
        var directive = Read("# comment\n\nSelector mail\n")["selector"];
        Assert.Equal(folder["opendkim.conf"] + ":3", directive?.Source);
        Assert.Equal("Selector", directive?.Name);
    }

    [Fact]
    public void An_included_file_is_read_where_it_is_included()
    {
        var inner = folder.Write("inner.conf", "Selector inner\nDomain inner.example\n");
        var configuration = Read($"Selector before\ninclude {inner}\nDomain after.example\n");
        Assert.Equal(("inner", inner + ":1"), (configuration["Selector"]?.Value, configuration["Selector"]?.Source));
        Assert.Equal("after.example", configuration["Domain"]?.Value);
    }

    [Fact]
    public void A_file_that_includes_itself_does_not_loop()
    {
        var path = folder["opendkim.conf"];
        Assert.Equal("mail", Read($"Include {path}\nInclude {path}\nSelector mail\n")["Selector"]?.Value);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_included_or_not()
    {
        Assert.Equal(
            nameof(FindingTable.SignerConfigurationMissing),
            Assert.Throws<InaccessibleException>(() => OpenDkimConfiguration.Read(folder["nothing.conf"])).Finding.Code);
        var configuration = Read($"Selector mail\nInclude {folder["nothing.conf"]}\n");
        Assert.Equal(folder["nothing.conf"], configuration.MissingInclude?.Value);
        Assert.Contains(folder["opendkim.conf"] + ":2", configuration.Problem, StringComparison.Ordinal);
        Assert.Equal("mail", configuration["Selector"]?.Value);
        var exception = Assert.Throws<InaccessibleException>(
            () => OpenDkimKeyReferences.In(folder["opendkim.conf"], new SignerFiles()).ToArray());
        Assert.Equal(nameof(FindingTable.SignerTableUnreadable), exception.Finding.Code);
        Assert.Contains(folder["nothing.conf"], exception.Message, StringComparison.Ordinal);
    }

    // config.c: words are split at spaces and tabs, and a carriage return ends the line wherever it stands.
    [Theory]
    [InlineData("Mode s\rMode v\n", "s")]
    [InlineData("Mode\fv\n", null)]
    [InlineData("\u00ef\u00bb\u00bfMode v\n", null)]
    [InlineData("Mode \"v\"\n", "\"v\"")]
    [InlineData("Mode v\0s\n", "v")]
    public void A_line_is_split_as_the_daemon_splits_it(string text, string? mode)
    {
        folder.Write("opendkim.conf", System.Text.Encoding.Latin1.GetBytes(text));
        Assert.Equal(mode, OpenDkimConfiguration.Read(folder["opendkim.conf"])["Mode"]?.Value);
    }

    public void Dispose() => folder.Dispose();

    private OpenDkimConfiguration Read(string text) => OpenDkimConfiguration.Read(folder.Write("opendkim.conf", text));
}
