namespace OpteriusDkim;

/// <summary>What a signer did, or would do, with a message.</summary>
#pragma warning disable CA1720 // Signed and Unsigned are what becomes of mail, and documented so; no numbers are meant.
public enum DkimSigningOutcome : long
{
    /// <summary>It was signed.</summary>
    Signed,

    /// <summary>It goes out without a signature.</summary>
    Unsigned,

    /// <summary>It is refused for now; the sender tries again until it gives up.</summary>
    TemporaryFailure,

    /// <summary>It is refused for good.</summary>
    Rejected,

    /// <summary>The signer can't be asked.</summary>
    Unreachable,
}
#pragma warning restore CA1720
