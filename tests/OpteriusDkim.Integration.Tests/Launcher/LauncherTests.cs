using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Arguments and exit codes.</summary>
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
    [InlineData("unknown option -Foo", "-Foo")]
    [InlineData("put it in quotes", "Get-DkimKey", "-Domain", "example.com")]
    [InlineData("-File needs", "-File")]
    [InlineData("script not found: absent.ps1", "-File", "absent.ps1")]
    [InlineData("the command is empty", " ")]
    public async Task A_usage_error_exits_with_2_and_a_message(string told, params string[] arguments)
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
    public async Task The_commands_of_the_module_are_available()
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
    [InlineData("1 / 0 2>$null; 'handled'", 1)]
    [InlineData("Resolve-Path /nonexistent 2>$null; 'handled'", 0)]
    [InlineData("sh -c 'echo told >&2; exit 5'; 'fine'", 0)]
    [InlineData("New-DkimKey '-x' -ErrorAction SilentlyContinue; 'handled'", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("1 / 0; exit 0", 0)]
    [InlineData("function Leave { exit 4 }; Leave; 'unreached'", 4)]
    public async Task The_exit_code_is_the_commands(string command, int exitCode)
    {
        var result = await LauncherCall.RunAsync(command);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task The_callers_current_folder_is_not_changed()
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
        foreach (var tool in new[] { "readlink", "find", "mkdir" })
        {
            File.CreateSymbolicLink(sandbox.In(tool), $"/usr/bin/{tool}");
        }

        call.Environment["PATH"] = sandbox.Root;

        Assert.Equal(new LauncherResult(0, "2\n", ""), await LauncherCall.RunAsync(call));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/nonexistent")]
    [InlineData("/proc")]
    public async Task It_starts_without_a_home_it_can_write_to_and_makes_no_folder_elsewhere(string? home)
    {
        using var sandbox = new Sandbox();
        var call = LauncherCall.Prepare("\"$env:HOME|$(Test-Path env:HOME)|$env:DKIM_CALLER_HOME\"");
        call.Environment["HOME"] = home;
        call.Environment["TMPDIR"] = sandbox.Root;
        call.Environment.Remove("XDG_DATA_HOME");
        call.Environment.Remove("XDG_CACHE_HOME");

        Assert.Equal(new LauncherResult(0, $"{home}|{home is not null}|\n", ""), await LauncherCall.RunAsync(call));
        Assert.False(Directory.Exists("/nonexistent"));
        Assert.Empty(Directory.EnumerateDirectories(sandbox.Root, "pwsh-*"));
    }

    [Fact]
    public async Task Standard_input_is_read_where_the_command_asks_for_it_only()
    {
        const string Script = "printf 'a\\nb\\n' | \"$0\" '$input | ForEach-Object { \"<$_>\" }'; printf '1\\n2\\n' | while "
            + "read -r n; do \"$0\" $n; done";

        Assert.Equal(
            "<a>\n<b>\n1\n2\n", (await LauncherCall.RunAsync(new ProcessStartInfo("sh", ["-c", Script, LauncherCall.Launcher]))).Output);
    }

    [Fact]
    public async Task Pwsh_can_be_started_without_the_module()
    {
        var result = await LauncherCall.RunAsync("--pwsh", "-NoProfile", "-Command", "(Get-Module).Name -contains 'OpteriusDkim'; exit 7");

        Assert.Equal(new LauncherResult(7, "False\n", ""), result);
    }
}
