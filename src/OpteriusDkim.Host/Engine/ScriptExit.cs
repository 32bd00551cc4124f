using System.Management.Automation.Runspaces;
using System.Reflection;

namespace OpteriusDkim;

/// <summary>Makes <c>exit</c> in a script file end the run.</summary>
internal static class ScriptExit
{
    /// <summary>Lets the next script that runs say the exit code of the process.</summary>
    /// <remarks>
    /// By default <c>exit</c> ends the file only, and what it said can't be told from the status of a program that the
    /// script called. pwsh -File has a switch for that, which isn't public; so it is for the one version that is built with.
    /// </remarks>
    public static void LetScriptsExit(this Runspace runspace)
    {
        const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;
        var context = typeof(Runspace).GetProperty("ExecutionContext", Internal)?.GetValue(runspace);
        context?.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Internal)?.SetValue(context, true);
    }
}
