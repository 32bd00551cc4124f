namespace OpteriusDkim.Signing;

/// <summary>The entries that apply to the mail of a domain.</summary>
/// <param name="All">Those that apply to all its mail; several if the signer adds several signatures.</param>
/// <param name="Some">Those that apply to some of its users only, for example <c>bob@example.com</c>.</param>
internal sealed record SigningDecision(IReadOnlyList<SigningEntry> All, IReadOnlyList<SigningEntry> Some)
{
    public bool IsNone => All.Count == 0 && Some.Count == 0;
}
