using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Records;

/// <summary>A key's record to publish or remove.</summary>
/// <param name="Name">Where it lives.</param>
/// <param name="Key">The key it publishes; with a tombstone the key that it revokes.</param>
/// <param name="Ttl">Its time to live, in seconds.</param>
internal sealed record RecordToPublish(RecordName Name, DkimPublicKey Key, int Ttl)
{
    /// <summary>Whether the record revokes the key with an empty <c>p=</c> (RFC 6376 3.6.1).</summary>
    public bool IsTombstone { get; init; }

    /// <summary>Whether the record has <c>t=y</c>: the domain only tests DKIM.</summary>
    public bool Testing { get; init; }

    /// <summary>The text of the record.</summary>
    public string Text => IsTombstone ? DkimDnsRecord.TombstoneTextOf(Key.Algorithm) : DkimDnsRecord.TextOf(Key, Testing);

    /// <summary>The character-strings of the record, at most 255 octets each.</summary>
    public IReadOnlyList<string> Strings => CharacterStrings.Split(Text);

    /// <summary>Converts a shown record; its options are kept.</summary>
    /// <param name="shown">The record.</param>
    /// <exception cref="InvalidInputException">It holds no public key: it is a CNAME, or a tombstone.</exception>
    public static RecordToPublish From(DkimDnsRecord shown)
    {
        var name = new RecordName(DomainName.Parse(shown.Domain), Selector.Parse(shown.Selector));
        if (shown.IsAlias)
        {
            throw new InvalidInputException(
                FindingTable.AliasNotPublished.With(("name", name), ("domain", name.Domain), ("value", shown.Value)), shown);
        }

        var read = KeyRecordReader.Read(string.Concat(shown.Strings));
        return new RecordToPublish(
            name, read.Key ?? throw new InvalidInputException(FindingTable.RecordWithoutKey.With(("name", name)), shown), shown.Ttl)
        {
            Testing = read.Flags.Contains("y"),
        };
    }
}
