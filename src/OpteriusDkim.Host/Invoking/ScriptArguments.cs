using System.Management.Automation.Runspaces;

namespace OpteriusDkim;

/// <summary>The arguments of a script, read as <c>pwsh -File</c> reads them: all text, nothing evaluated.</summary>
internal static class ScriptArguments
{
    /// <summary><c>-Name</c>, <c>-Name:value</c> and <c>-Name: value</c> name a parameter; anything else is a value.</summary>
    public static IEnumerable<CommandParameter> Parse(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var colon = argument.IndexOf(':', StringComparison.Ordinal);
            if (argument is not ['-', _, ..])
            {
                yield return new CommandParameter(null, argument);
            }
            else if (colon < 0)
            {
                yield return new CommandParameter(argument);
            }
            else if (colon < argument.Length - 1)
            {
                yield return new CommandParameter(argument[..colon], SwitchOrText(argument[(colon + 1)..]));
            }
            else if (++i < arguments.Count)
            {
                yield return new CommandParameter(argument[..colon], arguments[i]);
            }
        }
    }

    // A switch takes no text: -Force:$false has to become a truth value.
    private static object SwitchOrText(string value) =>
        bool.TryParse(value.AsSpan(value.StartsWith('$') ? 1 : 0), out var truth) ? truth : value;
}
