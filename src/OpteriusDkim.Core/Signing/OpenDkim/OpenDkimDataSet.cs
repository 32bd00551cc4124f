namespace OpteriusDkim;

/// <summary>A data set as opendkim(8) names them: a type and a place.</summary>
/// <param name="Type"><c>file</c>, <c>refile</c>, <c>csl</c>, <c>bdb</c>, <c>ldap</c> and so on.</param>
/// <param name="Path">The file of a <c>file</c> or <c>refile</c>; the rest of the text for others.</param>
internal readonly record struct OpenDkimDataSet(string Type, string Path)
{
    /// <summary>Whether it is a text file, one entry a line.</summary>
    public bool IsText => Type is "file" or "refile";

    /// <summary>Whether its entries are wildcard patterns, checked in their order.</summary>
    public bool HasPatterns => Type == "refile";

    /// <summary>Reads a directive's value.</summary>
    /// <param name="value">Such as <c>refile:/etc/opendkim/SigningTable</c>.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    public static OpenDkimDataSet Parse(string value, string folder)
    {
        if (value.StartsWith('/'))
        {
            return new OpenDkimDataSet(value.EndsWith(".db", StringComparison.OrdinalIgnoreCase) ? "bdb" : "file", value);
        }

        var colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return new OpenDkimDataSet("csl", value);
        }

        var set = new OpenDkimDataSet(value[..colon].ToLowerInvariant(), value[(colon + 1)..]);
        return set.IsText ? set with { Path = System.IO.Path.GetFullPath(set.Path, folder) } : set;
    }
}
