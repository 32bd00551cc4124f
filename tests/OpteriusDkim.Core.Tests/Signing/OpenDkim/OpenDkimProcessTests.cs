namespace OpteriusDkim.Tests;

public sealed class OpenDkimProcessTests
{
    [Theory]
    [InlineData("opendkim", "/etc/opendkim.conf", null)]
    [InlineData("opendkim -x /a", "/a", null)]
    [InlineData("opendkim -x/a", "/a", null)]
    [InlineData("opendkim -fx /a -k/k", "/a", "/k")]
    [InlineData("opendkim -fx/a -lk /k", "/a", "/k")]
    [InlineData("opendkim -p -x -x /a", "/a", null)]
    [InlineData("opendkim -p local:/run/-x /b", "/etc/opendkim.conf", null)]
    [InlineData("opendkim -x /a -x /b", "/b", null)]
    [InlineData("opendkim -- -x /a", "/etc/opendkim.conf", null)]
    [InlineData("opendkim -x", "/", null)]
    [InlineData("opendkim -x a", "/a", null)]
    public void The_command_line_names_the_configuration_and_the_key(string command, string configuration, string? key)
    {
        var process = OpenDkimProcess.Parse(int.MaxValue, command.Split(' '));
        Assert.Equal(configuration, process?.ConfigurationPath);
        Assert.Equal(key, process?.KeyFile);
    }

    [Fact]
    public void The_domains_and_the_selector_are_those_of_the_options()
    {
        var process = OpenDkimProcess.Parse(int.MaxValue, ["opendkim", "-d", "a.example,b.example", "-smail"]);
        Assert.Equal(["a.example", "b.example"], process?.Domains);
        Assert.Equal("mail", process?.Selector);
    }

    [Theory]
    [InlineData("-n")]
    [InlineData("-vt")]
    [InlineData("-V")]
    public void A_run_that_ends_by_itself_is_no_daemon(string option) =>
        Assert.Null(OpenDkimProcess.Parse(int.MaxValue, ["opendkim", option, "-x", "/a"]));
}
