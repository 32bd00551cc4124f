namespace OpteriusDkim;

/// <summary>How a registration, rotation or retirement is brought to where a situation needs it.</summary>
/// <param name="Command">The command that begins it, without the domain.</param>
/// <param name="NewSelector">The selector whose record a person publishes then; null for none.</param>
/// <param name="Until">The phase until which it is continued; null to leave it where it begins.</param>
internal sealed record SituationLife(string Command, string? NewSelector = null, RotationPhase? Until = null)
{
    /// <summary>The records that a person leaves at the name of the old key in the end; null to leave it waiting for that.</summary>
    public string[]? Ends { get; init; }

    public static SituationLife Rotation { get; } = new("Invoke-DkimRotation -Force");

    public static SituationLife Registration { get; } = new("Register-DkimDomain");

    public static SituationLife Retirement { get; } = new("Unregister-DkimDomain -Confirm:$false");
}
