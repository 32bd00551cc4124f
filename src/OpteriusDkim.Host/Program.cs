namespace OpteriusDkim;

/// <summary>The console host: runs a command line or a script with the module loaded.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        // The engine package reports what modules are loaded to its maker unless told not to. An administrator's mail
        // host has no business doing that unasked.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        EngineFolders.Choose();

        var terminal = new HostTerminal();
        var commandLine = CommandLine.Parse(arguments);
        if (commandLine.Command is null)
        {
            return Explain(commandLine, terminal);
        }

        try
        {
            using var session = Session.Open(terminal, commandLine.ShowsHelp);
            return session.Run(commandLine.Command);
        }
        catch (ModuleNotLoadedException failure)
        {
            terminal.Error.WriteLine($"dkim: {failure.Message}");
            return ExitCode.Failure;
        }
    }

    private static int Explain(CommandLine commandLine, HostTerminal terminal)
    {
        switch (commandLine)
        {
            case { IsEmpty: true }:
                terminal.Error.Write(Usage.Text);
                return ExitCode.Usage;
            case { Mistake: { } mistake }:
                terminal.Error.WriteLine($"dkim: {mistake} Call ./dkim --help to see how it is used.");
                return ExitCode.Usage;
            default:
                terminal.Output.Write(Usage.Text);
                return ExitCode.Success;
        }
    }
}
