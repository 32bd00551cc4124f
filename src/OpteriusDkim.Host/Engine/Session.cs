using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace OpteriusDkim;

/// <summary>One runspace with the module loaded, for one command.</summary>
internal sealed class Session : IDisposable
{
    private readonly HostTerminal terminal;
    private readonly ConsoleHost host;
    private readonly Runspace runspace;

    private Session(HostTerminal terminal, ConsoleHost host, Runspace runspace)
    {
        this.terminal = terminal;
        this.host = host;
        this.runspace = runspace;
    }

    /// <summary>Starts the engine and imports the module.</summary>
    /// <exception cref="ModuleNotLoadedException">The module isn't there, or its import failed.</exception>
    public static Session Open(HostTerminal terminal, bool showsHelp)
    {
        var manifest = ModuleManifest.Find();
        PSStyle.Instance.OutputRendering = terminal.InColour ? OutputRendering.Ansi : OutputRendering.PlainText;
        var host = new ConsoleHost(new ConsoleUserInterface(terminal, new ConsoleScreen(terminal, showsHelp)));
        var runspace = RunspaceFactory.CreateRunspace(host, EngineState.With(manifest));
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        try
        {
            runspace.Open();
        }
        catch (RunspaceOpenModuleLoadException failure)
        {
            var reasons = string.Join(Environment.NewLine, failure.ErrorRecords.Select(record => record.ToString()));
            throw new ModuleNotLoadedException($"The module {manifest} can't be imported. {reasons}");
        }

        runspace.SessionStateProxy.InvokeCommand.CommandNotFoundAction = new PwshCommands(manifest).Explain;
        return new Session(terminal, host, runspace);
    }

    /// <summary>Runs the command, shows what it writes, and returns the exit code.</summary>
    public int Run(Command command)
    {
        runspace.LetScriptsExit();
        using var pipeline = CreatePipeline(command);
        using var signals = new StopSignals(End);
        terminal.Output.Failed += End;
        Invoke(pipeline);
        terminal.Output.Failed -= End;
        if (terminal.Output.Failure is { } reason)
        {
            terminal.Error.WriteLine($"dkim: standard output can't be written to: {reason}.");
        }

        return signals.ExitCode
            ?? host.ExitCode
            ?? terminal.Output.ExitCode
            ?? (host.HasErrors ? ExitCode.Failure : ExitCode.Success);

        void End()
        {
            host.Cancel();
            _ = Task.Run(() => Stop(pipeline));
        }
    }

    public void Dispose() => runspace.Dispose();

    private void Invoke(Pipeline pipeline)
    {
        try
        {
            pipeline.Invoke();
        }
        catch (InvalidPipelineStateException)
        {
            // Stopped before it began.
        }
        catch (PipelineStoppedException)
        {
            // By a signal, or for want of a reader: the exit code says so.
        }
        catch (IncompleteParseException failure)
        {
            // Its own record says nothing: the engine's view fails on one that has no position.
            Show(new ErrorRecord(failure, failure.ErrorRecord.FullyQualifiedErrorId, ErrorCategory.SyntaxError, null));
        }
        catch (RuntimeException failure)
        {
            Show(failure.ErrorRecord);
        }
    }

    private static void Stop(Pipeline pipeline)
    {
        try
        {
            pipeline.Stop();
        }
        catch (ObjectDisposedException)
        {
            // The engine disposes of what it stops as soon as that has ended, which may be while it still stops it.
        }
    }

    // What ended the run was thrown, not written: it goes to the formatter by itself, so that it looks like all errors.
    private void Show(ErrorRecord failure)
    {
        using var pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add(CreateFormatter());
        host.ShowAsErrors(() => pipeline.Invoke(new[] { failure }));
    }

    private Pipeline CreatePipeline(Command command)
    {
        var pipeline = runspace.CreatePipeline();
        // Merged, errors reach the formatter in their place among the objects; it sends them to standard error.
        command.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add(command);
        pipeline.Commands.Add(CreateFormatter());
        return pipeline;
    }

    private static Command CreateFormatter() => new("Out-Terminal", isScript: false, useLocalScope: true);
}
