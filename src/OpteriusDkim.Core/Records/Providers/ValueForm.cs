namespace OpteriusDkim;

/// <summary>The form in which a DNS provider accepts a record's value.</summary>
public enum ValueForm : long
{
    /// <summary>Each string in quotation marks, separated by spaces, on one line.</summary>
    Quoted,

    /// <summary>The same in parentheses, a line for each string, as in a zone file.</summary>
    ZoneFile,

    /// <summary>The text without quotation marks; the service splits it into strings.</summary>
    Plain,

    /// <summary>The quoted strings as one argument of a shell command, in single quotation marks.</summary>
    ShellArgument,

    /// <summary>The public key alone, in base64; the service writes the tags.</summary>
    KeyOnly,
}
