namespace OpteriusDkim.Publishing;

/// <summary>The result of a dynamic update.</summary>
internal enum UpdateReply
{
    /// <summary>It was carried out.</summary>
    Done,

    /// <summary>A prerequisite failed: the content of the name has changed (YXRRSET, NXRRSET, YXDOMAIN, NXDOMAIN).</summary>
    Changed,

    /// <summary>The server doesn't permit it for this key or address (REFUSED).</summary>
    Refused,

    /// <summary>The key is unknown or its secret wrong (NOTAUTH with BADKEY or BADSIG), or the server doesn't serve the zone.</summary>
    NotAuthenticated,

    /// <summary>The clocks of the hosts differ too much (BADTIME).</summary>
    ClockDiffers,

    /// <summary>The response reports success, but its signature is missing or invalid.</summary>
    Unproven,

    /// <summary>The server failed (for example SERVFAIL).</summary>
    ServerFailure,

    /// <summary>No response in time; it is unknown whether the update was made.</summary>
    NoAnswer,
}
