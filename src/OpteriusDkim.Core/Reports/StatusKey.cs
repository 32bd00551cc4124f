using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Reports;

/// <summary>A key of a domain whose health is judged.</summary>
/// <param name="Key">The key.</param>
/// <param name="InStore">Whether it is in the store, and not only in a file that a signer's tables name.</param>
/// <param name="ActiveSince">Since when it signs, in UTC: by the journal, else when its file was written.</param>
internal sealed record StatusKey(StoredKey Key, bool InStore, DateTime ActiveSince)
{
    /// <summary>The selector.</summary>
    public Selector Selector => Key.Selector;

    /// <summary>The public half.</summary>
    public DkimPublicKey PublicKey => Key.PublicKey;

    /// <summary>The time since its file was written.</summary>
    public TimeSpan AgeAt(DateTime now) => now > Key.CreatedAt ? now - Key.CreatedAt : TimeSpan.Zero;
}
