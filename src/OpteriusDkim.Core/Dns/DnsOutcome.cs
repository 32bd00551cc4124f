namespace OpteriusDkim;

/// <summary>How a lookup ended. A missing answer is not a negative answer.</summary>
public enum DnsOutcome : long
{
    /// <summary>There are TXT records.</summary>
    Found,

    /// <summary>NXDOMAIN: the name doesn't exist.</summary>
    NoSuchName,

    /// <summary>The name exists and has no TXT record (RFC 2308 2.2).</summary>
    NoData,

    /// <summary>SERVFAIL, or another error code.</summary>
    ServerFailure,

    /// <summary>REFUSED.</summary>
    Refused,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The server can't be reached: connection refused, no route, or no address for its name.</summary>
    Unreachable,

    /// <summary>An answer that can't be read.</summary>
    Malformed,
}
