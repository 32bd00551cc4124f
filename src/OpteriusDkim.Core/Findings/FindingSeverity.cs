namespace OpteriusDkim;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity : long
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Information,

    /// <summary>Works for now or for some; something should be done.</summary>
    Warning,

    /// <summary>Doesn't work; something has to be done.</summary>
    Error,
}
