namespace OpteriusDkim;

/// <summary>How far a rotation has come. Each phase is entered only when what it says was seen.</summary>
public enum RotationPhase : long
{
    /// <summary>There is a new key under the next selector, or there is to be one.</summary>
    Prepared,

    /// <summary>Its record was handed to the publisher, or to a person.</summary>
    Published,

    /// <summary>Every authoritative server gives the record, and every cache that could hold anything else has run out.</summary>
    Proven,

    /// <summary>The new key signs; the old record stays while mail signed with it may be on its way.</summary>
    Draining,

    /// <summary>The old record is gone from every server, and the old private key from the store.</summary>
    Completed,

    /// <summary>The old key signs as before, and the new one is withdrawn.</summary>
    Aborted,
}
