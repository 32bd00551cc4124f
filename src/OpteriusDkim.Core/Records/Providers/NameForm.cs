namespace OpteriusDkim;

/// <summary>The form in which a DNS provider accepts a record's name.</summary>
public enum NameForm : long
{
    /// <summary>Without the zone, which the service appends: <c>mail._domainkey</c>.</summary>
    Relative,

    /// <summary>The full name: <c>mail._domainkey.example.com</c>.</summary>
    Absolute,

    /// <summary>The full name with a final dot: <c>mail._domainkey.example.com.</c></summary>
    AbsoluteWithDot,

    /// <summary>Relative, but the full name if the service would read the relative one as a full name: CyberPanel.</summary>
    RelativeOrAbsolute,

    /// <summary>The selector alone: <c>mail</c>.</summary>
    Selector,
}
