namespace OpteriusDkim;

/// <summary>What verification found.</summary>
public enum DkimDnsStatus : long
{
    /// <summary>No key has been generated for this domain yet.</summary>
    NotConfigured,

    /// <summary>There is a key, and its record is not published, not visible yet, or could not be looked up.</summary>
    KeyGenerated,

    /// <summary>Exactly one TXT record, from which a strict verifier accepts the stored key for mail.</summary>
    Verified,

    /// <summary>Something else is published.</summary>
    Mismatch,
}
