namespace OpteriusDkim;

/// <summary>How far a rotation has come. Each phase is entered only when its condition was observed.</summary>
public enum RotationPhase : long
{
    /// <summary>The new key is generated, or about to be.</summary>
    Prepared,

    /// <summary>Its record was given to the publisher, or to a person.</summary>
    Published,

    /// <summary>All authoritative servers have the record, and no cache can hold anything else.</summary>
    Proven,

    /// <summary>The new key signs. The old record is kept while mail signed with the old key may be in transit.</summary>
    Draining,

    /// <summary>The old record is gone from every server, and the old private key from the store.</summary>
    Completed,

    /// <summary>The old key signs as before, and the new key and its record are removed.</summary>
    Aborted,
}
