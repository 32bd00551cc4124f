namespace OpteriusDkim;

/// <summary>How a provider wants a record's value.</summary>
public enum ValueForm : long
{
    /// <summary>Each string in quotation marks, parted by a space, on one line.</summary>
    Quoted,

    /// <summary>The same in parentheses, a line each, as in a zone file.</summary>
    ZoneFile,

    /// <summary>The bare text, unquoted and unsplit; the provider splits it.</summary>
    Plain,
}
