namespace OpteriusDkim;

/// <summary>How a publisher's work on one record ended.</summary>
public enum PublishOutcome : long
{
    /// <summary>The change was made, and the publisher accepted it.</summary>
    Done,

    /// <summary>DNS was as wanted already; nothing was changed.</summary>
    AlreadyThere,

    /// <summary>A person has to make the change.</summary>
    WaitsForPerson,

    /// <summary>Something of somebody else's is at the name; nothing was changed.</summary>
    Foreign,

    /// <summary>It could not be done now; trying again may help.</summary>
    Failed,
}
