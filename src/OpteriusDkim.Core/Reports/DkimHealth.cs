namespace OpteriusDkim;

/// <summary>How a domain's signing is, by the rules in docs/status.md.</summary>
public enum DkimHealth : long
{
    /// <summary>Everything was looked at, and nothing has to be done.</summary>
    Ok,

    /// <summary>Somebody has to act, or something couldn't be looked at. Mail is signed and verifies as far as that is known.</summary>
    Warning,

    /// <summary>Mail leaves unsigned, or its signatures fail, or will soon.</summary>
    Critical,
}
