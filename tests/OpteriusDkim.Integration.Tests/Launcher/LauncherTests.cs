using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>How it is called, and what it ends with.</summary>
[Collection(LauncherTestGroup.Name)]
public sealed class LauncherTests
{
    [Fact]
    public async Task Without_arguments_it_says_on_standard_error_how_it_is_used()
    {
        var result = await LauncherCall.RunAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.StartsWith("Usage: ./dkim 'COMMAND'", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Asked_for_help_it_says_how_it_is_used_and_succeeds(string option)
    {
        var result = await LauncherCall.RunAsync(option);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("Usage: ./dkim 'COMMAND'", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("no option -Foo", "-Foo")]
    [InlineData("put it in quotes", "Get-DkimKey", "-Domain", "example.com")]
    [InlineData("-File needs", "-File")]
    [InlineData("no script 'absent.ps1'", "-File", "absent.ps1")]
    [InlineData("The command is empty", " ")]
    public async Task A_wrong_call_ends_with_2_and_says_what_is_wrong(string told, params string[] arguments)
    {
        var result = await LauncherCall.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 + 1", "2\n")]
    [InlineData("1..4 | Where-Object { $_ -gt 2 } | ForEach-Object { $_ * 10 }", "30\n40\n")]
    [InlineData("'grün'", "grün\n")]
    public async Task It_runs_the_language(string command, string output)
    {
        var result = await LauncherCall.RunAsync(command);

        Assert.Equal(new LauncherResult(0, output, ""), result);
    }

    [Fact]
    public async Task The_commands_of_the_module_are_there()
    {
        var result = await LauncherCall.RunAsync("(Get-Command -Module OpteriusDkim).Name");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("New-DkimKey\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'before'; throw 'bad thing'", "before\n", "bad thing")]
    [InlineData("Where-Object -Nonsense; 'after'", "after\n", "Nonsense")]
    [InlineData("1 / 0; 'after'", "after\n", "divide by zero")]
    [InlineData("1 +", "", "value expression")]
    [InlineData("1 }", "", "Unexpected token")]
    [InlineData("Get-Nonsense", "", "Get-Nonsense")]
    [InlineData("Get-DkimKey -ConfigurationPath /nonexistent/config.json", "", "/nonexistent/config.json")]
    public async Task Errors_go_to_standard_error_and_make_it_end_with_1(string command, string output, string error)
    {
        var result = await LauncherCall.RunAsync(command);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(output, result.Output);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("try { throw 'bad' } catch { 'handled' }", 0)]
    [InlineData("Where-Object -Nonsense 2>$null; 'handled'", 1)]
    [InlineData("New-DkimKey '-x' -ErrorAction SilentlyContinue; 'handled'", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("1 / 0; exit 0", 0)]
    [InlineData("function Leave { exit 4 }; Leave; 'unreached'", 4)]
    public async Task The_exit_code_is_what_the_command_says(string command, int exitCode)
    {
        var result = await LauncherCall.RunAsync(command);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Theory]
    [InlineData("Select-Object", "Microsoft.PowerShell.Utility", "1 | Select-Object -First 1")]
    [InlineData("Select-Object", "Microsoft.PowerShell.Utility", "1 | select -First 1")]
    [InlineData("Format-Table", "Microsoft.PowerShell.Utility", "1 | ft -AutoSize")]
    [InlineData("ConvertTo-Json", "Microsoft.PowerShell.Utility", @"1 | Microsoft.PowerShell.Utility\ConvertTo-Json")]
    [InlineData("Get-Content", "Microsoft.PowerShell.Management", "gc /etc/hostname")]
    [InlineData("ConvertTo-SecureString", "Microsoft.PowerShell.Security", "ConvertTo-SecureString x -AsPlainText")]
    public async Task A_command_that_only_pwsh_has_is_answered_with_where_it_is(string name, string module, string command)
    {
        var result = await LauncherCall.RunAsync(command);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"{name}: {name} is a command of {module}", result.Error, StringComparison.Ordinal);
        Assert.Contains("Install pwsh", result.Error, StringComparison.Ordinal);
        Assert.Contains(Repository.Manifest, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_before_an_absent_command_in_the_pipeline_is_not_done()
    {
        var result = await LauncherCall.RunAsync("$done = 'no'; try { & { $script:done = 'yes' } | Sort-Object } catch { }; $done");

        Assert.Equal("no\n", result.Output);
    }

    [Fact]
    public async Task The_folder_of_the_caller_stays_the_current_one()
    {
        using var sandbox = new Sandbox();
        var folder = Directory.CreateDirectory(sandbox.In("a [folder] with spaces")).FullName;
        var call = LauncherCall.Prepare("$PWD.Path");
        call.WorkingDirectory = folder;

        Assert.Equal(folder + "\n", (await LauncherCall.RunAsync(call)).Output);
    }

    [Fact]
    public async Task It_can_be_called_through_a_link()
    {
        using var sandbox = new Sandbox();
        File.CreateSymbolicLink(sandbox.In("link"), LauncherCall.Launcher);

        Assert.Equal("2\n", (await LauncherCall.RunAsync(new ProcessStartInfo(sandbox.In("link"), ["1 + 1"]))).Output);
    }

    [Fact]
    public async Task A_second_call_needs_no_build_tool()
    {
        var call = LauncherCall.Prepare("1 + 1");
        using var sandbox = new Sandbox();
        foreach (var tool in new[] { "sh", "readlink", "dirname", "find" })
        {
            File.CreateSymbolicLink(sandbox.In(tool), $"/usr/bin/{tool}");
        }

        call.Environment["PATH"] = sandbox.Root;

        Assert.Equal(new LauncherResult(0, "2\n", ""), await LauncherCall.RunAsync(call));
    }

    [Theory]
    [InlineData("/nonexistent")]
    [InlineData("/proc")]
    public async Task A_home_that_cannot_be_written_to_is_no_hindrance(string home)
    {
        var call = LauncherCall.Prepare("Get-Help New-DkimKey");
        call.Environment["HOME"] = home;
        var result = await LauncherCall.RunAsync(call);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("SYNOPSIS", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home) && Directory.Exists(Path.Combine(home, ".cache")));
    }
}
