using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>What was done to one line of a table for one domain.</summary>
/// <param name="Domain">For whom.</param>
/// <param name="InKeyTable">Whether the line is in the KeyTable, or in the SigningTable.</param>
/// <param name="Index">The line that is replaced or removed, or before which it goes; the number of lines for the end.</param>
/// <param name="Old">The bytes that were there; null where the line is new.</param>
/// <param name="New">The bytes that are there now; null where the line is gone.</param>
internal sealed record OpenDkimLineChange(DomainName Domain, bool InKeyTable, int Index, byte[]? Old, byte[]? New)
{
    /// <summary>
    /// Of new lines at the same place the lowest comes first: a pattern for subdomains must not stand before a longer one.
    /// </summary>
    public int Rank { get; init; }

    /// <summary>
    /// The bytes of the last line before one that is gone that the edit left, by which its place is found again; null at the top.
    /// </summary>
    public byte[]? After { get; init; }
}
