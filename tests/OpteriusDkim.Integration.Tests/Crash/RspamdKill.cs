namespace OpteriusDkim;

/// <summary>A command on Rspamd's files that is killed.</summary>
/// <param name="After">What it leaves.</param>
internal sealed record RspamdKill(string Command, RspamdFiles Before, RspamdFiles After)
{
    /// <summary>The domains whose mail is signed at its start.</summary>
    public IReadOnlyList<string> SignedBefore { get; init; } = [];

    /// <summary>The domains whose mail is signed at its end.</summary>
    public IReadOnlyList<string> SignedAfter { get; init; } = [];
}
