using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys;

/// <summary>A key in the store: where it is, and its public half.</summary>
/// <param name="RecordName">Domain and selector, and the name of its record.</param>
/// <param name="PublicKey">The public half.</param>
/// <param name="Path">The file of the private half.</param>
/// <param name="CreatedAt">When that file was written, in UTC.</param>
internal sealed record StoredKey(RecordName RecordName, DkimPublicKey PublicKey, string Path, DateTime CreatedAt)
{
    /// <summary>The signing domain.</summary>
    public DomainName Domain => RecordName.Domain;

    /// <summary>The selector.</summary>
    public Selector Selector => RecordName.Selector;
}
