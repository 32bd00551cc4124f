using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Refuses numbers that a parameter doesn't take; no number is no fault, as in an empty cell.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberFromAttribute : ValidateArgumentsAttribute
{
    /// <summary>The numbers that are taken; empty for all above zero.</summary>
    public int[] Choices { get; init; } = [];

    /// <summary>Numbers that are taken as well, but that nobody has to know of.</summary>
    public int[] AlsoTaken { get; init; } = [];

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is int number && (Choices.Length > 0 ? !Choices.Contains(number) && !AlsoTaken.Contains(number) : number < 1))
        {
            throw new ValidationMetadataException(
                $"{number} is not accepted. Use {(Choices.Length > 0 ? string.Join(", ", Choices) : "a whole number greater than 0")}.");
        }
    }
}
