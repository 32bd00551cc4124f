namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The scope of a SigningTable pattern.</summary>
internal enum OpenDkimPatternKind
{
    /// <summary>All addresses of one domain.</summary>
    Domain,

    /// <summary>All subdomains of one domain.</summary>
    Subdomains,

    /// <summary>One address.</summary>
    User,

    /// <summary>Anything else, for example <c>*@*</c>.</summary>
    Other,
}
