namespace OpteriusDkim;

/// <summary>Output on a real terminal.</summary>
[Collection(LauncherTestGroup.Name)]
public sealed class LauncherTerminalTests
{
    private const string Escape = "\u001b";
    private const string Ask =
        "& { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = \"High\")] param() if ($PSCmdlet.ShouldProcess(\"it\")) { \"done\" } }";

    [Fact]
    public async Task Objects_and_errors_are_in_colour()
    {
        var shown = await ShowAsync("\"$DKIM\" 'Get-DkimConfiguration; throw 1'");

        Assert.Contains($"{Escape}[32;1m", shown, StringComparison.Ordinal);
        Assert.Contains($"{Escape}[31;1mException", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_COLOR=1 \"$DKIM\" 'Get-DkimConfiguration; throw 1'")]
    [InlineData("TERM=dumb \"$DKIM\" 'Get-DkimConfiguration; throw 1'")]
    [InlineData("\"$DKIM\" 'Get-DkimConfiguration; throw 1' 2>&1 | cat")]
    public async Task Nothing_is_in_colour_where_colours_are_off(string line)
    {
        Assert.DoesNotContain($"{Escape}[3", await ShowAsync(line), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_at_a_prompt_exits_with_130()
    {
        await using var terminal = await TmuxTerminal.StartAsync($"'{LauncherCall.Launcher}' '{Ask}'; echo ended with $?; sleep 60");
        await terminal.AwaitAsync("(default is \"Y\"):");
        await terminal.TypeAsync("C-c");

        await terminal.AwaitAsync("ended with 130");
    }

    [Fact]
    public async Task Without_arguments_a_session_starts_with_the_module_loaded()
    {
        await using var terminal = await TmuxTerminal.StartAsync($"'{LauncherCall.Launcher}'; echo ended with $?; sleep 60");
        await terminal.AwaitAsync("PS ");
        await terminal.TypeAsync("\"loaded: $((Get-Module OpteriusDkim).Version)\"", "Enter");
        await terminal.AwaitAsync("loaded: 0.");
        await terminal.TypeAsync("exit 6", "Enter");

        await terminal.AwaitAsync("ended with 6");
    }

    private static async Task<string> ShowAsync(string line) =>
        (await LauncherCall.RunAsync(LauncherCall.PrepareOnTerminal(line))).Output;
}
