namespace OpteriusDkim.Rotation;

/// <summary>What the engine can do. Looking and proving change nothing; the others are written down before they are begun.</summary>
internal enum RotationStep
{
    /// <summary>Nothing can be done now.</summary>
    None,

    /// <summary>Look at a record on every server.</summary>
    Look,

    /// <summary>Have every running signer sign, and see with which key.</summary>
    Prove,

    /// <summary>Make the new key.</summary>
    Generate,

    /// <summary>Hand the new record to the publisher.</summary>
    Publish,

    /// <summary>Let the tables name the new key, reload the signer, and prove that it signs.</summary>
    Switch,

    /// <summary>Take the domain out of the tables: its key is compromised, and there is no other yet.</summary>
    StopSigning,

    /// <summary>Have the record of an outgoing key removed, or replaced by a tombstone.</summary>
    Retire,

    /// <summary>Delete an outgoing private key.</summary>
    DeleteKey,
}
