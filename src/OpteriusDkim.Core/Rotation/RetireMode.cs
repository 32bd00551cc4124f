namespace OpteriusDkim;

/// <summary>What becomes of the record of a key that no longer signs.</summary>
public enum RetireMode : long
{
    /// <summary>It is removed.</summary>
    Remove,

    /// <summary>A tombstone takes its place.</summary>
    Revoke,
}
