namespace OpteriusDkim;

/// <summary>A command on Rspamd's files that is killed.</summary>
/// <param name="After">What it leaves.</param>
internal sealed record RspamdKill(string Command, RspamdFiles Before, RspamdFiles After)
{
    /// <summary>Whose mail is signed when it begins.</summary>
    public IReadOnlyList<string> SignedBefore { get; init; } = [];

    /// <summary>Whose mail is signed when it has ended.</summary>
    public IReadOnlyList<string> SignedAfter { get; init; } = [];
}
