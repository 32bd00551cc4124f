using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>The output of a command line by stream.</summary>
/// <param name="Objects">The pipeline's output.</param>
/// <param name="Errors">Errors; a terminating one is last.</param>
public sealed record Outcome(
    IReadOnlyList<PSObject> Objects,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<string> Information)
{
    /// <summary>A property of the only object.</summary>
    public object? this[string property] => Objects.Count == 1
        ? Objects[0].Properties[property].Value
        : throw new InvalidOperationException($"{Objects.Count} objects: {Everything}");

    /// <summary>The ids of the errors, without the part that the engine appends.</summary>
    public IReadOnlyList<string> ErrorIds => [.. Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0])];

    /// <summary>All visible output as one text.</summary>
    public string Everything => string.Join(
        '\n',
        [
            .. Objects.Select(item => item.ToString()), .. Warnings, .. Verbose, .. Debug, .. Information,
            .. Errors.Select(error => $"{error} {error.Exception} {error.ErrorDetails?.RecommendedAction}"),
        ]);
}
