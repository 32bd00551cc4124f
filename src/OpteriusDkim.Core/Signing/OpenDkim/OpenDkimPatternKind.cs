namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>What a SigningTable's pattern is about.</summary>
internal enum OpenDkimPatternKind
{
    /// <summary>All of one domain.</summary>
    Domain,

    /// <summary>All below one domain.</summary>
    Subdomains,

    /// <summary>One address of one domain.</summary>
    User,

    /// <summary>Anything else, such as <c>*@*</c>.</summary>
    Other,
}
