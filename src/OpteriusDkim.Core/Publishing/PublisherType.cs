namespace OpteriusDkim;

/// <summary>The way by which a record reaches DNS.</summary>
public enum PublisherType : long
{
    /// <summary>A person enters it.</summary>
    Manual,

    /// <summary>A dynamic update of the zone's primary server (RFC 2136).</summary>
    DynamicUpdate,

    /// <summary>A PowerShell script.</summary>
    Script,
}
