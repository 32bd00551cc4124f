using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A data set of opendkim(8): type and location.</summary>
/// <param name="Type"><c>file</c>, <c>refile</c>, <c>csl</c>, <c>db</c>, <c>ldap</c> and so on.</param>
/// <param name="Path">The file of a <c>file</c> or <c>refile</c>; the rest of the text for others.</param>
internal readonly record struct OpenDkimDataSet(string Type, string Path)
{
    /// <summary>Whether it is a text file with one entry per line.</summary>
    public bool IsText => Type is "file" or "refile";

    /// <summary>Whether the module can read its entries: a text file, or a list in the directive itself.</summary>
    public bool IsReadable => IsText || Type == "csl";

    /// <summary>Whether its entries are wildcard patterns, matched in file order.</summary>
    public bool HasPatterns => Type == "refile";

    /// <summary>Parses a directive's value as dkimf_db_open in opendkim-db.c does.</summary>
    /// <param name="value">For example <c>refile:/etc/opendkim/SigningTable</c>.</param>
    /// <param name="folder">The base directory for relative paths.</param>
    public static OpenDkimDataSet Parse(string value, string folder)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var comma = value.IndexOf(',', StringComparison.Ordinal);

        // A colon after the first comma belongs to an entry of a list.
        if (colon < 0 || (comma >= 0 && comma < colon))
        {
            if (value.EndsWith(".db", StringComparison.Ordinal))
            {
                return new OpenDkimDataSet("db", value);
            }

            return value.StartsWith('/') ? File("file", value, folder) : new OpenDkimDataSet("csl", value);
        }

        var type = value[..colon].ToLowerInvariant();
        return type is "file" or "refile" ? File(type, value[(colon + 1)..], folder) : new OpenDkimDataSet(type, value[(colon + 1)..]);
    }

    private static OpenDkimDataSet File(string type, string path, string folder) =>
        new(type, path.Length == 0 ? path : ResolvedPath.Full(path, folder));
}
