using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OpteriusDkim;

/// <summary>Offers the DNS providers, each with what its users should know.</summary>
public sealed class ProviderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ProviderTable.All
            .Where(provider => provider.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(provider => new CompletionResult(
                provider.Name, provider.Name, CompletionResultType.ParameterValue, provider.Note));
}
