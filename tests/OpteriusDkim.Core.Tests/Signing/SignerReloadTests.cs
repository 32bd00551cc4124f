using System.Diagnostics;
using System.Globalization;

namespace OpteriusDkim.Tests;

/// <summary>Which processes a reload signals, and which never.</summary>
public sealed class SignerReloadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a number")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("4194305")]
    public void A_pid_file_without_a_running_process_is_an_error(string? content) => AssertNotRunning(content);

    [Fact]
    public void A_process_of_another_program_is_never_signalled()
    {
        using var other = Process.Start("sleep", "60");
        try
        {
            Assert.Contains("another program", AssertNotRunning(other.Id.ToString(CultureInfo.InvariantCulture)), StringComparison.Ordinal);
            Assert.False(other.HasExited);
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task The_configured_command_goes_to_the_shell_unchanged()
    {
        await ReloadAsync($"echo \"$0 $((1+1)) a  b\" > {folder["done"]}");

        Assert.Equal("/bin/sh 2 a  b\n", await File.ReadAllTextAsync(folder["done"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_command_that_fails_is_an_error_with_what_it_said()
    {
        var failure = await Assert.ThrowsAsync<InaccessibleException>(() => ReloadAsync("echo no such unit >&2; exit 5"));

        Assert.Equal(nameof(FindingTable.SignerReloadFailed), failure.Finding.Code);
        Assert.Contains("no such unit", failure.Message, StringComparison.Ordinal);
    }

    private Task ReloadAsync(string command) =>
        new SignerReload(command).ReloadAsync(Daemon, new RecordedProgress(), TestContext.Current.CancellationToken);

    private string AssertNotRunning(string? content)
    {
        if (content is not null)
        {
            folder.Write("pid", content + "\n");
        }

        var failure = Assert.Throws<InaccessibleException>(() => SignerProcess.Of(Daemon));
        Assert.Equal(nameof(FindingTable.SignerNotRunning), failure.Finding.Code);
        return failure.Message;
    }

    private SignerDaemon Daemon => new(SignerType.OpenDkim, "/etc/opendkim.conf", "opendkim")
    {
        Unit = "opendkim.service",
        ReloadSignal = "USR1",
        PidFile = folder["pid"],
    };
}
