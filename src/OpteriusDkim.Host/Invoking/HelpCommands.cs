using System.Management.Automation.Language;

namespace OpteriusDkim;

/// <summary>Tells text that only prints help from text that prints data.</summary>
internal static class HelpCommands
{
    private static readonly HashSet<string> Names = new(["Get-Help", "help"], StringComparer.OrdinalIgnoreCase);

    public static bool AreAllOf(string text)
    {
        // Errors of syntax are the engine's to report, when the text runs.
        var parsed = Parser.ParseInput(text, out _, out _);
        return IsIn(parsed, _ => true) && !IsIn(parsed, command => !Names.Contains(command.GetCommandName() ?? string.Empty));
    }

    private static bool IsIn(ScriptBlockAst parsed, Predicate<CommandAst> wanted) =>
        parsed.Find(node => node is CommandAst command && wanted(command), searchNestedScriptBlocks: true) is not null;
}
