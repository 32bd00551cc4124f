using System.Text.RegularExpressions;
using OpteriusDkim.Findings;
using OpteriusDkim.Publishing.Services;

namespace OpteriusDkim.Publishing;

/// <summary>An argument of a Posh-ACME plugin: <c>Name=value</c>, <c>Name=file:/path</c> or <c>Name=secret:Vault/Name</c>.</summary>
/// <param name="Value">The value; null if it is a secret.</param>
/// <param name="Source">Where the secret is; null if it is none.</param>
internal sealed partial record PluginArgument(string Name, string? Value, CredentialSource? Source)
{
    private const string FilePrefix = "file:";

    /// <summary>Whether a text is a plugin's name, which is part of a path.</summary>
    public static bool IsPlugin(string name) => PluginName().IsMatch(name);

    /// <exception cref="InvalidInputException">It isn't in this form. The value isn't shown, as it may be a secret.</exception>
    public static PluginArgument Parse(string text)
    {
        var parts = text.Split('=', 2);
        if (parts is not [var name, { Length: > 0 } value] || !ParameterName().IsMatch(name))
        {
            throw Invalid("without a name", "it isn't a name and a value with an equals sign between them");
        }

        var isFile = value.StartsWith(FilePrefix, StringComparison.Ordinal);
        if (!isFile && !value.StartsWith("secret:", StringComparison.Ordinal))
        {
            return new PluginArgument(name, value, null);
        }

        return CredentialSource.TryParse(isFile ? value[FilePrefix.Length..] : value, out var source)
            ? new PluginArgument(name, null, source)
            : throw Invalid(name, isFile ? "the path isn't absolute" : "the secret isn't named as VAULT/NAME");
    }

    private static InvalidInputException Invalid(string name, string problem) =>
        new(FindingTable.PluginArgumentInvalid.With(("argument", name), ("problem", problem)), name);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex PluginName();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,31}$", RegexOptions.NonBacktracking)]
    private static partial Regex ParameterName();
}
