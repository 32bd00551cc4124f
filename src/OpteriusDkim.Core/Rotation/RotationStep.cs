namespace OpteriusDkim.Rotation;

/// <summary>The steps of a rotation. All but Observe and Prove change something and are written to the journal before they begin.</summary>
internal enum RotationStep
{
    /// <summary>Nothing can be done now.</summary>
    None,

    /// <summary>Read a record from all name servers.</summary>
    Observe,

    /// <summary>Have every running signer sign a message, and check the key.</summary>
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
