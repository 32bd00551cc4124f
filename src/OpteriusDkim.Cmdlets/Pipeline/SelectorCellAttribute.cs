using System.Collections;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Removes blanks around selectors, which table cells may have. Selectors that aren't separate values are an error that says so.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SelectorCellAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes one selector only.</summary>
    public bool TakesOne { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        switch (PipedObject.Unwrap(inputData))
        {
            case string text:
                return TextOf(text);
            case IEnumerable list:
                var items = list.Cast<object?>().Select(item => PipedObject.Unwrap(item) is string text ? TextOf(text) : item).ToArray();
                if (!TakesOne)
                {
                    return items;
                }

                return items.Length == 1 ? items[0] : throw Cell.Invalid(string.Join(", ", items), "Selector", "one selector");
            default:
                return inputData;
        }
    }

    private string TextOf(string text) => text.Contains(',', StringComparison.Ordinal) && !WildcardPattern.ContainsWildcardCharacters(text)
        ? throw Cell.Invalid(
            text, "Selector", TakesOne ? "one selector" : "a separate value for each selector (-Selector s1, s2 without quotation marks)")
        : text.Trim();
}
