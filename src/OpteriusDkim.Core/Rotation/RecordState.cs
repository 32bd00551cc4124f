namespace OpteriusDkim.Rotation;

/// <summary>What one server of a zone has at the name of a key's record.</summary>
internal enum RecordState
{
    /// <summary>Exactly one TXT record, from which a strict verifier takes this key for mail.</summary>
    Right,

    /// <summary>Exactly one TXT record, which says that its key is revoked.</summary>
    Tombstone,

    /// <summary>No TXT record, or what a wildcard gives for any name.</summary>
    Gone,

    /// <summary>Something else, with this key in it.</summary>
    Broken,

    /// <summary>Something else, and this key isn't in it.</summary>
    Other,

    /// <summary>No answer, or none that says anything.</summary>
    Silent,
}
