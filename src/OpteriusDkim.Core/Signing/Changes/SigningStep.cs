namespace OpteriusDkim.Signing.Changes;

/// <summary>The result of one domain's change.</summary>
internal enum SigningStep
{
    /// <summary>It was made and proved.</summary>
    Done,

    /// <summary>Nothing had to change, and the proof passed.</summary>
    Unchanged,

    /// <summary>It was refused before any change.</summary>
    Refused,

    /// <summary>It was made, its proof failed, and it was rolled back.</summary>
    Undone,

    /// <summary>Nothing had to change, but the proof failed.</summary>
    Failed,
}
