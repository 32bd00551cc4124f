using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Output without a terminal.</summary>
[Collection(LauncherTestGroup.Name)]
public sealed class LauncherOutputTests
{
    private const string Escape = "\u001b";

    [Fact]
    public async Task There_are_no_escape_codes()
    {
        var result = await LauncherCall.RunAsync("Get-DkimConfiguration; \"$([char]27)[31mred\"; throw 'bad'");

        Assert.NotEmpty(result.Output);
        Assert.DoesNotContain(Escape, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_objects_are_on_standard_output()
    {
        var result = await LauncherCall.RunAsync(
            "& { [CmdletBinding()] param() $PSCmdlet.WriteVerbose('told'); $PSCmdlet.WriteWarning('warned'); 'object' } -Verbose");

        Assert.Equal(new LauncherResult(0, "object\n", "VERBOSE: told\nWARNING: warned\n"), result);
    }

    [Fact]
    public async Task Changes_written_before_an_error_are_shown()
    {
        var result = await LauncherCall.RunAsync("[pscustomobject]@{ Name = 'made before' }; throw 'bad'");

        Assert.Contains("made before", result.Output, StringComparison.Ordinal);
        Assert.Contains("bad", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_not_shown()
    {
        var result = await LauncherCall.RunAsync(
            "$Host.UI.WriteProgress(1, [System.Management.Automation.ProgressRecord]::new(1, 'Waiting', 'still')); 'end'");

        Assert.Equal(new LauncherResult(0, "end\n", ""), result);
    }

    [Fact]
    public async Task Changes_by_others_to_the_same_file_are_not_overwritten()
    {
        using var sandbox = new Sandbox();
        var shell = new ProcessStartInfo(
            "sh", ["-c", "(echo before; \"$0\" 1; echo after) > \"$1\"", LauncherCall.Launcher, sandbox.In("log")]);
        await LauncherCall.RunAsync(shell);

        Assert.Equal("before\n1\nafter\n", await File.ReadAllTextAsync(sandbox.In("log"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("New-DkimKey")]
    [InlineData("Get-DkimRecord -Full")]
    public async Task Help_is_prose_of_a_readable_width(string arguments)
    {
        var result = await LauncherCall.RunAsync($"Get-Help {arguments}");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("SYNOPSIS\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("DESCRIPTION\n", result.Output, StringComparison.Ordinal);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Theory]
    [InlineData("Get-Help about_OpteriusDkim", "OpteriusDkim")]
    [InlineData("help New-DkimKey", "SYNOPSIS")]
    [InlineData("Get-Help New-DkimKey -Parameter Domain", "-Domain <")]
    [InlineData("Get-Help New-DkimKey -Examples", "New-DkimKey")]
    public async Task Topics_parameters_and_examples_can_be_read(string command, string text)
    {
        var result = await LauncherCall.RunAsync(command);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(text, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_an_error()
    {
        var result = await LauncherCall.RunAsync(
            "& { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('it')) { 'done' } }");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("NonInteractive mode", result.Error, StringComparison.Ordinal);
    }
}
