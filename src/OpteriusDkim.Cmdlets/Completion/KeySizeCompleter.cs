using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OpteriusDkim;

/// <summary>Completes the sizes of new RSA keys.</summary>
public sealed class KeySizeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        SettingTable.ChoicesOf("keySize")
            .Where(size => size.StartsWith(wordToComplete, StringComparison.Ordinal))
            .Select(size => new CompletionResult(size));
}
