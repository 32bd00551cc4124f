namespace OpteriusDkim;

/// <summary>How a domain's status differs from that in an earlier report.</summary>
public enum DkimStatusChangeKind : long
{
    /// <summary>Its health is worse than before.</summary>
    Worse,

    /// <summary>It is not well, as before, for other reasons.</summary>
    OtherFindings,

    /// <summary>Its health is better than before.</summary>
    Better,

    /// <summary>The earlier report doesn't have it.</summary>
    Added,

    /// <summary>Only the earlier report has it.</summary>
    Removed,
}
