using System.Management.Automation.Runspaces;

namespace OpteriusDkim;

/// <summary>What the process was called with: a command to run, or the lack of one.</summary>
internal sealed class CommandLine
{
    private static readonly string[] HelpOptions = ["-h", "-?", "-help", "--help"];

    private CommandLine()
    {
    }

    /// <summary>What to run; null when there is nothing to run.</summary>
    public Command? Command { get; private init; }

    /// <summary>The command prints help, which is prose: it wants lines of a readable length.</summary>
    public bool ShowsHelp { get; private init; }

    /// <summary>There were no arguments at all.</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>What is wrong with the call; null when it is right.</summary>
    public string? Mistake { get; private init; }

    public static CommandLine Parse(string[] arguments) => arguments switch
    {
        [] => new CommandLine { IsEmpty = true },
        [var option, ..] when HelpOptions.Contains(option, StringComparer.OrdinalIgnoreCase) => new CommandLine(),
        [var option, .. var rest] when option.Equals("-File", StringComparison.OrdinalIgnoreCase) => ParseFile(rest),
        [['-', ..] option, ..] => Wrong($"There is no option {option}."),
        [var text] when string.IsNullOrWhiteSpace(text) => Wrong("The command is empty."),
        [var text] => ParseText(text),
        // Joined by spaces they would be parsed again, and a value from outside could become code.
        _ => Wrong("The command is one argument: put it in quotes."),
    };

    private static CommandLine ParseText(string text) => new()
    {
        Command = new Command(text, isScript: true, useLocalScope: false),
        ShowsHelp = HelpCommands.AreAllOf(text),
    };

    private static CommandLine ParseFile(string[] arguments)
    {
        if (arguments is not [var file, .. var rest])
        {
            return Wrong("-File needs the path of a script.");
        }

        if (!file.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
        {
            return Wrong($"'{file}' isn't a PowerShell script: its name doesn't end in .ps1.");
        }

        if (!File.Exists(file))
        {
            return Wrong($"There is no script '{file}'.");
        }

        var command = new Command(Path.GetFullPath(file), isScript: false, useLocalScope: false);
        foreach (var parameter in ScriptArguments.Parse(rest))
        {
            command.Parameters.Add(parameter);
        }

        return new CommandLine { Command = command };
    }

    private static CommandLine Wrong(string mistake) => new() { Mistake = mistake };
}
