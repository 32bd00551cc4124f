namespace OpteriusDkim;

/// <summary>What a signer did, or would do, with a message.</summary>
#pragma warning disable CA1720 // Signed and Unsigned are outcomes, not numeric types.
public enum DkimSigningOutcome : long
{
    /// <summary>It was signed.</summary>
    Signed,

    /// <summary>It was passed on without a signature.</summary>
    Unsigned,

    /// <summary>It was refused temporarily; the sender retries until it gives up.</summary>
    TemporaryFailure,

    /// <summary>It was rejected permanently.</summary>
    Rejected,

    /// <summary>The signer couldn't be reached.</summary>
    Unreachable,
}
#pragma warning restore CA1720
