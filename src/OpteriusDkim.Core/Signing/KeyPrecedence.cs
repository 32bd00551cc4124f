namespace OpteriusDkim.Signing;

/// <summary>How much of a key file a signer has looked at before something else decides about the mail.</summary>
internal enum KeyPrecedence
{
    /// <summary>Nothing: the file isn't opened.</summary>
    None,

    /// <summary>Whether it may be opened.</summary>
    Access,

    /// <summary>Its content too.</summary>
    Content,
}
