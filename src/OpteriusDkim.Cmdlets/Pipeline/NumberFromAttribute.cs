using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Rejects numbers outside the permitted ones; null is accepted, for empty cells.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberFromAttribute : ValidateArgumentsAttribute
{
    /// <summary>The permitted numbers; empty for all greater than 0.</summary>
    public int[] Choices { get; init; } = [];

    /// <summary>Numbers that are accepted as well, but not shown in the error.</summary>
    public int[] AlsoAccepted { get; init; } = [];

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is int number && (Choices.Length > 0 ? !Choices.Contains(number) && !AlsoAccepted.Contains(number) : number < 1))
        {
            throw new ValidationMetadataException(
                $"{number} is not accepted. Use {(Choices.Length > 0 ? string.Join(", ", Choices) : "a whole number greater than 0")}.");
        }
    }
}
