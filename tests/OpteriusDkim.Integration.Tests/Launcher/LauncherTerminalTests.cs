namespace OpteriusDkim;

/// <summary>On a real terminal.</summary>
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
    public async Task Not_where_that_is_unwanted(string line)
    {
        Assert.DoesNotContain(Escape, await ShowAsync(line), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_stream_is_in_colour_by_itself()
    {
        var shown = await ShowAsync("\"$DKIM\" 'Get-DkimConfiguration; throw 1' | cat");

        Assert.DoesNotContain($"{Escape}[32;1m", shown, StringComparison.Ordinal);
        Assert.Contains($"{Escape}[31;1mException", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_as_long_as_the_terminal_is_wide()
    {
        var shown = await ShowAsync("stty cols 60; NO_COLOR=1 \"$DKIM\" 'Get-Help New-DkimKey -Full'");

        Assert.All(shown.Split("\r\n"), line => Assert.InRange(line.TrimEnd().Length, 0, 72));
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("", true)]
    [InlineData("Yes to All", true)]
    [InlineData("N", false)]
    [InlineData("l", false)]
    public async Task A_question_is_asked_and_the_answer_taken(string answer, bool isDone)
    {
        using var call = LauncherCall.Start(LauncherCall.PrepareOnTerminal($"\"$DKIM\" '{Ask}'"));
        await call.ReadToAsync("(default is \"Y\"): ");
        call.Type("?");
        var help = await call.ReadToAsync("(default is \"Y\"): ");
        call.Type("nonsense");
        await call.ReadToAsync("(default is \"Y\"): ");
        call.Type(answer);
        var result = await call.EndAsync();

        Assert.Contains("L - ", help, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(isDone, result.Output.Contains("done", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_can_be_interrupted()
    {
        using var call = LauncherCall.Start(LauncherCall.PrepareOnTerminal($"\"$DKIM\" '{Ask}'"));
        await call.ReadToAsync("(default is \"Y\"): ");

        Assert.Equal(130, (await call.EndByAsync('\u0003')).ExitCode);
    }

    [Fact]
    public async Task What_is_mandatory_and_missing_is_asked_for()
    {
        using var call = LauncherCall.Start(LauncherCall.PrepareOnTerminal(
            "\"$DKIM\" '& { param([Parameter(Mandatory)][string[]]$Name) $Name.Count }'"));
        await call.ReadToAsync("Name[0]: ");
        call.Type("a");
        await call.ReadToAsync("Name[1]: ");
        call.Type("b");
        await call.ReadToAsync("Name[2]: ");
        call.Type("");

        Assert.EndsWith("2\r\n", (await call.EndAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_one_line_that_is_gone_at_the_end()
    {
        var shown = await ShowAsync(
            "\"$DKIM\" '$Host.UI.WriteProgress(1, [System.Management.Automation.ProgressRecord]::new(1, \"Waiting\", \"still\")); 5'");

        Assert.Equal("\rWaiting: still\r              \r5\r\n", shown);
    }

    private static async Task<string> ShowAsync(string line) =>
        (await LauncherCall.RunAsync(LauncherCall.PrepareOnTerminal(line))).Output;
}
