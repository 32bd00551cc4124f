namespace OpteriusDkim.Publishing;

/// <summary>The change of a name that a publisher makes.</summary>
/// <param name="Remove">The records to remove, exactly as published.</param>
/// <param name="Add">The strings of the record to add, or null.</param>
internal sealed record PublicationChange(IReadOnlyList<IReadOnlyList<string>> Remove, IReadOnlyList<string>? Add)
{
    /// <summary>
    /// The exact set of TXT records that the change requires. Null if it doesn't matter: a removal by content can't affect
    /// other records.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>>? Before { get; init; }
}
