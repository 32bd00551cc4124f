using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OpteriusDkim;

/// <summary>Completes the names of settings, with their meanings as tool tips.</summary>
public sealed class SettingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        SettingTable.All
            .Where(setting => setting.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(setting => new CompletionResult(setting.Name, setting.Name, CompletionResultType.ParameterValue, setting.Meaning));
}
