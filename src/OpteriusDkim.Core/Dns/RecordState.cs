namespace OpteriusDkim.Dns;

/// <summary>What one server has at the name of a key's record. Of several answers of one server the highest value counts.</summary>
internal enum RecordState
{
    /// <summary>Exactly one TXT record, from which a strict verifier accepts this key for mail.</summary>
    Right,

    /// <summary>No TXT record, or what a wildcard gives for any name.</summary>
    Gone,

    /// <summary>No answer, or an inconclusive one.</summary>
    Silent,

    /// <summary>Exactly one TXT record, which says that its key is revoked.</summary>
    Tombstone,

    /// <summary>Other records, without this key.</summary>
    Other,

    /// <summary>This key, but in an invalid record or next to other records.</summary>
    Broken,
}
