namespace OpteriusDkim;

/// <summary>A verifier that others run: it is given signed mail, and tells of each whether the signature is good.</summary>
internal interface IRecordJudge
{
    /// <summary>Its name in the table.</summary>
    string Name { get; }

    /// <summary>Why it can't judge here, or null.</summary>
    string? Missing { get; }

    /// <summary>Judges mail.</summary>
    /// <param name="bench">The mail, and the server that has the records.</param>
    /// <returns>Of each case in order, whether its signature was found good.</returns>
    Task<IReadOnlyList<bool>> JudgeAsync(JudgesBench bench);
}
