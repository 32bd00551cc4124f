using System.Management.Automation;
using System.Management.Automation.Language;

namespace OpteriusDkim;

/// <summary>The commands of pwsh that the engine alone doesn't have: a call of one is answered with where it is.</summary>
internal sealed class PwshCommands(string manifest)
{
    private readonly Dictionary<string, string> modules = Read();

    public void Explain(object? sender, CommandLookupEventArgs lookup)
    {
        var name = lookup.CommandName[(lookup.CommandName.IndexOf('\\', StringComparison.Ordinal) + 1)..];
        if (modules.TryGetValue(name, out var module))
        {
            lookup.CommandScriptBlock = Refusal(name, module);
        }
    }

    // An exception thrown here would be swallowed by the engine, so a command that throws stands in for the absent one;
    // it throws before the commands ahead of it in the pipeline have done anything.
    // All on one line: of an error further down, the line would be shown.
    private ScriptBlock Refusal(string name, string module)
    {
        var message = Quote($"{name} is a command of {module}, which comes with pwsh and isn't in this host.");
        var advice = Quote($"Install pwsh, import the module there (Import-Module '{manifest}') and run the command again.");
        return ScriptBlock.Create(string.Concat(
            "begin { $refusal = [System.Management.Automation.ErrorRecord]::new(",
            $"[System.Management.Automation.CommandNotFoundException]::new({message}), ",
            $"'CommandNotFoundException', 'ObjectNotFound', {Quote(name)}); ",
            $"$refusal.CategoryInfo.Activity = {Quote(name)}; ",
            $"$refusal.ErrorDetails = [System.Management.Automation.ErrorDetails]::new({message}); ",
            $"$refusal.ErrorDetails.RecommendedAction = {advice}; ",
            "& { [CmdletBinding()] param() $PSCmdlet.ThrowTerminatingError($refusal) } }"));
    }

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    private static Dictionary<string, string> Read()
    {
        using var resource = typeof(PwshCommands).Assembly.GetManifestResourceStream("PwshCommands.txt")!;
        using var reader = new StreamReader(resource);
        var modules = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine()?.Split(' ') is [var module, var name])
        {
            modules.Add(name, module);
        }

        return modules;
    }
}
