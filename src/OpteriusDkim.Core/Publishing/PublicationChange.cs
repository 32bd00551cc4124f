namespace OpteriusDkim.Publishing;

/// <summary>The one change of a name that a publisher makes.</summary>
/// <param name="Remove">The records to remove, exactly as published.</param>
/// <param name="Add">The strings to put there; null for none.</param>
internal sealed record PublicationChange(IReadOnlyList<IReadOnlyList<string>> Remove, IReadOnlyList<string>? Add)
{
    /// <summary>
    /// The TXT records that have to be there, no more and no less, for the change to be right; null where that doesn't
    /// matter: a record taken away by its content can't be another.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>>? Before { get; init; }
}
