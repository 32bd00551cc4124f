using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OpteriusDkim;

/// <summary>Completes the values of settings with fixed choices.</summary>
public sealed class SettingValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        SettingTable.ChoicesOf(fakeBoundParameters["Name"]?.ToString())
            .Where(choice => choice.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(choice => new CompletionResult(choice));
}
