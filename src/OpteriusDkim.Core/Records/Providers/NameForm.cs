namespace OpteriusDkim;

/// <summary>How a provider wants a record's name.</summary>
public enum NameForm : long
{
    /// <summary>Without the zone: <c>mail._domainkey</c>.</summary>
    Relative,

    /// <summary>The whole name: <c>mail._domainkey.example.com</c>.</summary>
    Absolute,

    /// <summary>The whole name and a dot: <c>mail._domainkey.example.com.</c></summary>
    AbsoluteWithDot,
}
