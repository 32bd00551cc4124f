namespace OpteriusDkim;

/// <summary>An independent verifier: checks the signatures of mail.</summary>
internal interface IRecordVerifier
{
    /// <summary>Its name in the table.</summary>
    string Name { get; }

    /// <summary>Why it isn't available, or null.</summary>
    string? Missing { get; }

    /// <summary>Verifies mail.</summary>
    /// <param name="bench">The mail, and the server that has the records.</param>
    /// <returns>For each case in order, whether its signature was accepted.</returns>
    Task<IReadOnlyList<bool>> VerifyAsync(VerifierBench bench);
}
