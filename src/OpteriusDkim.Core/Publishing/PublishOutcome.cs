namespace OpteriusDkim;

/// <summary>The outcome of publishing or removing a record.</summary>
public enum PublishOutcome : long
{
    /// <summary>The change was made.</summary>
    Done,

    /// <summary>DNS already had the wanted content; nothing was changed.</summary>
    AlreadyThere,

    /// <summary>The user has to make the change.</summary>
    WaitsForPerson,

    /// <summary>The name has a foreign record or alias; nothing was changed.</summary>
    Foreign,

    /// <summary>It failed; a retry may succeed.</summary>
    Failed,
}
