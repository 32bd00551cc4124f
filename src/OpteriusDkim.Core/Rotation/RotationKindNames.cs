namespace OpteriusDkim.Rotation;

/// <summary>The kinds of rotations in messages.</summary>
internal static class RotationKindNames
{
    /// <summary>The word for a kind in the middle of a sentence.</summary>
    public static string Noun(this RotationKind kind) => kind switch
    {
        RotationKind.Registration => "registration",
        RotationKind.Retirement => "retirement",
        _ => "rotation",
    };
}
