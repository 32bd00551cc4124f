namespace OpteriusDkim.Signing;

/// <summary>Which entries sign the mail of a domain.</summary>
/// <param name="All">Those that sign whatever its users send; several where the signer adds several signatures.</param>
/// <param name="Some">Those that decide for some of its users only, such as <c>bob@example.com</c>.</param>
internal sealed record SigningDecision(IReadOnlyList<SigningEntry> All, IReadOnlyList<SigningEntry> Some)
{
    /// <summary>Whether nothing signs for the domain.</summary>
    public bool IsNone => All.Count == 0 && Some.Count == 0;
}
