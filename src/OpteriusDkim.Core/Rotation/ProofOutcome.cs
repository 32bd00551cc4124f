namespace OpteriusDkim.Rotation;

/// <summary>What the running signers did with a probe of a domain.</summary>
internal enum ProofOutcome
{
    /// <summary>All of them signed as wanted.</summary>
    Proved,

    /// <summary>One of them signed otherwise.</summary>
    SignsOtherwise,

    /// <summary>One of them could not be asked.</summary>
    Unreachable,
}
