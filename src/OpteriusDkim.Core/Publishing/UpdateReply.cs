namespace OpteriusDkim.Publishing;

/// <summary>What became of a dynamic update.</summary>
internal enum UpdateReply
{
    /// <summary>It was carried out.</summary>
    Done,

    /// <summary>A prerequisite didn't hold: the name isn't any more what was seen (YXRRSET, NXRRSET, YXDOMAIN, NXDOMAIN).</summary>
    Changed,

    /// <summary>The server doesn't permit it to this key, or to this address (REFUSED).</summary>
    Refused,

    /// <summary>The server doesn't know the key or its secret (NOTAUTH with BADKEY or BADSIG), or isn't the zone's.</summary>
    NotAuthenticated,

    /// <summary>The clocks of the two hosts differ too much (BADTIME).</summary>
    ClockDiffers,

    /// <summary>It says yes, but its signature is missing or wrong, so the answer is not proven.</summary>
    Unproven,

    /// <summary>The server failed (SERVFAIL and its like).</summary>
    ServerFailure,

    /// <summary>No answer in time, so that nobody knows whether it was carried out.</summary>
    NoAnswer,
}
