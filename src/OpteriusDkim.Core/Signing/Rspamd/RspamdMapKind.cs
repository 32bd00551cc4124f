namespace OpteriusDkim.Signing.Rspamd;

/// <summary>How keys of a map are compared.</summary>
internal enum RspamdMapKind
{
    /// <summary>As a whole, ignoring case.</summary>
    Hash,

    /// <summary>As a whole, case-sensitive: a list in the configuration itself.</summary>
    ExactHash,

    /// <summary>As patterns with wildcards.</summary>
    Glob,

    /// <summary>As regular expressions.</summary>
    Expression,
}
