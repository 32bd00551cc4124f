namespace OpteriusDkim.Signing.Changes;

/// <summary>What became of one domain's change.</summary>
internal enum SigningStep
{
    /// <summary>It was made, and proved.</summary>
    Done,

    /// <summary>There was nothing to change, and that was proved.</summary>
    Unchanged,

    /// <summary>It was refused; nothing was changed for it.</summary>
    Refused,

    /// <summary>It was made, its proof failed, and it was rolled back.</summary>
    Undone,

    /// <summary>There was nothing to change, and it doesn't prove to work.</summary>
    Failed,
}
