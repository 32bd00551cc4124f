namespace OpteriusDkim;

/// <summary>Scripts with -File.</summary>
[Collection(LauncherTestGroup.Name)]
public sealed class LauncherScriptTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public async Task Its_arguments_are_bound_as_text()
    {
        var result = await RunScript(
            """
            param([string]$Name, [switch]$Force, [int]$Count, [Parameter(ValueFromRemainingArguments)]$Rest)
            "$Name|$Force|$Count|$($Rest -join '+')|$PSScriptRoot"
            """,
            "-Name", "two words", "-Force:$false", "-Count", "3", "$(exit 9)", "it's");

        Assert.Equal($"two words|False|3|$(exit 9)+it's|{sandbox.Root}\n", result.Output);
    }

    [Fact]
    public async Task It_is_found_from_the_current_folder()
    {
        Write("here.ps1", "'here'");
        var call = LauncherCall.Prepare("-File", "./here.ps1");
        call.WorkingDirectory = sandbox.Root;

        Assert.Equal("here\n", (await LauncherCall.RunAsync(call)).Output);
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("1 / 0; exit 4", 4)]
    [InlineData("/bin/true; 1 / 0", 1)]
    [InlineData("/bin/false; 'fine'", 0)]
    [InlineData("throw 'bad'", 1)]
    [InlineData("1 +", 1)]
    public async Task The_exit_code_is_the_scripts_or_1_after_an_error(string script, int exitCode)
    {
        Assert.Equal(exitCode, (await RunScript(script)).ExitCode);
    }

    [Fact]
    public async Task An_error_names_the_line()
    {
        var result = await RunScript("'first'\nthrow 'bad'");

        Assert.Contains("script.ps1:2", result.Error, StringComparison.Ordinal);
    }

    private Task<LauncherResult> RunScript(string text, params string[] arguments)
    {
        Write("script.ps1", text);
        return LauncherCall.RunAsync(["-File", sandbox.In("script.ps1"), .. arguments]);
    }

    private void Write(string name, string text) => File.WriteAllText(sandbox.In(name), text);
}
