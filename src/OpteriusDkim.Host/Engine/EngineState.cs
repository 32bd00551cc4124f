using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace OpteriusDkim;

/// <summary>What a session starts with: the engine's own commands and views, and the module.</summary>
internal static class EngineState
{
    public static InitialSessionState With(string manifest)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([manifest]);

        // Commands of a pwsh that may be installed would be half loaded into another version's engine.
        state.Variables.Add(new SessionStateVariableEntry(
            "PSModuleAutoLoadingPreference", PSModuleAutoLoadingPreference.None, "Modules are imported by name only."));

        // The engine's function of this name pages through commands that aren't there.
        state.Commands.Remove("help", typeof(SessionStateFunctionEntry));
        state.Commands.Add(new SessionStateAliasEntry("help", "Get-Help"));
        state.Commands.Add(new SessionStateCmdletEntry("Out-Terminal", typeof(OutTerminalCommand), helpFileName: null));
        return state;
    }
}
