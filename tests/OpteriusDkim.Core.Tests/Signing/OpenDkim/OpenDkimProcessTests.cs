using System.Diagnostics;

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
    public void A_process_that_exits_by_itself_is_not_a_daemon(string option) =>
        Assert.Null(OpenDkimProcess.Parse(int.MaxValue, ["opendkim", option, "-x", "/a"]));

    [Theory]
    [InlineData(65534, false)]
    [InlineData(1, true)]
    [InlineData(0, true)]
    public async Task A_process_of_another_user_counts_only_with_a_configuration_of_root(int user, bool counts)
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can start a process of another user");
        var folder = Directory.CreateTempSubdirectory("opendkim-");
        folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            // A shell under the daemon's name; the arguments after its command only look like options.
            var program = Path.Combine(folder.FullName, "opendkim");
            File.Copy("/bin/bash", program);
            var (own, roots) = (Path.Combine(folder.FullName, "own.conf"), Path.Combine(folder.FullName, "root.conf"));
            await File.WriteAllTextAsync(own, "", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
            await File.WriteAllTextAsync(roots, "", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(roots, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            string[] shell = ["--reuid", $"{user}", "--clear-groups", program, "-c", "read line; :"];
            using var first = Start([.. shell, "-x", own]);
            using var second = Start([.. shell, "-x", roots]);

            var running = OpenDkimProcess.Running().Select(process => process.ConfigurationPath).ToArray();

            Assert.Equal(counts, running.Contains(own));
            Assert.Contains(roots, running);
            first.Kill();
            second.Kill();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Starts a process by setpriv(1), and waits until it has the daemon's name.</summary>
    private static Process Start(string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("setpriv", arguments) { RedirectStandardInput = true })!;
        Assert.True(SpinWait.SpinUntil(
            () => File.ReadAllText($"/proc/{process.Id}/comm").Trim() == "opendkim", TimeSpan.FromSeconds(20)));
        return process;
    }
}
