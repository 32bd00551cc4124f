namespace OpteriusDkim;

/// <summary>What becomes of the record of a key that signs no more.</summary>
public enum RetireMode : long
{
    /// <summary>It is removed.</summary>
    Remove,

    /// <summary>A tombstone takes its place.</summary>
    Revoke,
}
