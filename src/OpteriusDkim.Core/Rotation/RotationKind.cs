namespace OpteriusDkim;

/// <summary>What a rotation does to a domain.</summary>
public enum RotationKind : long
{
    /// <summary>Replaces the key that signs.</summary>
    Rotation,

    /// <summary>Gives a domain its first key that signs.</summary>
    Registration,

    /// <summary>Stops signing for a domain and removes its keys.</summary>
    Retirement,
}
