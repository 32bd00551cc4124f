namespace OpteriusDkim.Dns;

/// <summary>What one server has at the name of a key's record. Of several answers of one server the highest value counts.</summary>
internal enum RecordState
{
    /// <summary>Exactly one TXT record, from which a strict verifier takes this key for mail.</summary>
    Right,

    /// <summary>No TXT record, or what a wildcard gives for any name.</summary>
    Gone,

    /// <summary>No answer, or none that says anything.</summary>
    Silent,

    /// <summary>Exactly one TXT record, which says that its key is revoked.</summary>
    Tombstone,

    /// <summary>Something else, and this key isn't in it.</summary>
    Other,

    /// <summary>Something else, with this key in it.</summary>
    Broken,
}
