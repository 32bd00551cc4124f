namespace OpteriusDkim.Signing.Rspamd;

/// <summary>How keys of a map are compared.</summary>
internal enum RspamdMapKind
{
    /// <summary>As a whole, whatever their case.</summary>
    Hash,

    /// <summary>As a whole and with their case: a list in the configuration itself.</summary>
    ExactHash,

    /// <summary>As patterns with wildcards.</summary>
    Glob,

    /// <summary>As regular expressions.</summary>
    Expression,
}
