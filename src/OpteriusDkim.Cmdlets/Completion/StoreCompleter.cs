using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OpteriusDkim;

/// <summary>Completes from the store. If it can't be read, nothing is completed, without an error.</summary>
public abstract class StoreCompleter : IArgumentCompleter
{
    private const int MaxCandidates = 200;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        try
        {
            return
            [
                .. Candidates(Open(fakeBoundParameters), fakeBoundParameters)
                    .Select(names => names.FirstOrDefault(pattern.IsMatch))
                    .OfType<string>()
                    .Distinct()
                    .Take(MaxCandidates)
                    .Select(text => new CompletionResult(text)),
            ];
        }
        catch (DkimException)
        {
            return [];
        }
    }

    /// <summary>The candidates, each in all forms that can be typed, the preferred one first.</summary>
    private protected abstract IEnumerable<string[]> Candidates(IKeyStore store, IDictionary bound);

    private static FileKeyStore Open(IDictionary bound)
    {
        var configuration = DkimConfiguration.Load(bound["ConfigurationPath"] as string).With(null, bound["KeyDirectory"] as string);
        return new FileKeyStore(
            configuration.KeyDirectory,
            configuration.StateDirectory,
            new KeyOwnership(null),
            new SignerKeyReferences(configuration.SignerSettings),
            Composition.Ed25519(),
            TimeProvider.System);
    }
}
