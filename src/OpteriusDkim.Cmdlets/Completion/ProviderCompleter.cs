using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OpteriusDkim;

/// <summary>Completes the DNS providers by name or alias, with notes as tool tips.</summary>
public sealed class ProviderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ProviderTable.StartingWith(wordToComplete)
            .Select(provider => new CompletionResult(
                provider.Name, provider.Name, CompletionResultType.ParameterValue, ToolTipOf(provider)));

    private static string ToolTipOf(DkimProvider provider) =>
        $"{provider.Service}: {provider.NameForm} name, {provider.ValueForm} value. {provider.Notes}".TrimEnd();
}
