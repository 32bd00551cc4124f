using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace OpteriusDkim;

/// <summary>The shipped module, imported into the real engine, hosted in this process.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace runspace;

    /// <summary>Opens a session that uses a sandbox's configuration.</summary>
    /// <param name="sandbox">The sandbox; null for the system's own configuration.</param>
    /// <param name="host">The host that receives output such as that of -WhatIf; null for none.</param>
    public ModuleSession(Sandbox? sandbox, RecordingHost? host = null)
    {
        runspace = Open(host);
        while (runspace.SessionStateProxy.Drive.Current is null)
        {
            // The engine has no file system drive if a mount disappears while it lists them, and some tests have mounts.
            runspace.Dispose();
            runspace = Open(host);
        }

        if (sandbox is not null)
        {
            runspace.SessionStateProxy.SetVariable(
                "PSDefaultParameterValues", new DefaultParameterDictionary { ["*-Dkim*:ConfigurationPath"] = sandbox.ConfigurationPath });
            runspace.SessionStateProxy.Path.SetLocation(sandbox.Root);
        }
    }

    private static Runspace Open(RecordingHost? host)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([Repository.Manifest]);
        var opened = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        opened.Open();
        return opened;
    }

    /// <summary>Runs a command line and waits for it.</summary>
    /// <param name="input">The pipeline input.</param>
    public Outcome Run(string script, params object[] input)
    {
        using var shell = Start(script);
        var objects = new List<PSObject>();
        Exception? failure = null;
        try
        {
            shell.Invoke(input, objects);
        }
        catch (RuntimeException exception)
        {
            failure = exception;
        }

        objects.ForEach(RequireListsThatCanBeIndexed);
        return new Outcome(
            [.. objects],
            failure is RuntimeException { ErrorRecord: { } record } ? [.. shell.Streams.Error, record] : [.. shell.Streams.Error],
            [.. shell.Streams.Warning.Select(warning => warning.Message)],
            [.. shell.Streams.Verbose.Select(verbose => verbose.Message)],
            [.. shell.Streams.Debug.Select(debug => debug.Message)],
            [.. shell.Streams.Information.Select(information => information.ToString())]);
    }

    /// <summary>A shell with a command line, for tests that run and stop it themselves.</summary>
    public PowerShell Start(string script)
    {
        var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript(script);
        return shell;
    }

    /// <summary>
    /// A read-only list from a collection expression has no index in PowerShell: $test.Findings[0] would be all of them.
    /// </summary>
    private static void RequireListsThatCanBeIndexed(PSObject item)
    {
        foreach (var property in item.BaseObject.GetType().GetProperties()
            .Where(property => property.PropertyType.Name == typeof(IReadOnlyList<>).Name))
        {
            if (property.GetValue(item.BaseObject)?.GetType() is { IsNotPublic: true, IsArray: false } type)
            {
                throw new InvalidOperationException($"{item.BaseObject.GetType().Name}.{property.Name} is a {type.Name}.");
            }
        }
    }

    public void Dispose() => runspace.Dispose();
}
