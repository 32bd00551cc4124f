namespace OpteriusDkim;

/// <summary>Reads a data set of hosts, such as InternalHosts: names, addresses and networks, with <c>!</c> before what is left out.</summary>
internal static class OpenDkimHostList
{
    /// <summary>The entries; none where the directive isn't there, or is of a kind that can't be read here.</summary>
    /// <param name="directive">The directive.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    public static IReadOnlyList<string> Of(OpenDkimDirective? directive, string folder)
    {
        if (directive is not { Value.Length: > 0 })
        {
            return [];
        }

        var set = OpenDkimDataSet.Parse(directive.Value, folder);
        try
        {
            return set.IsText ? [.. new SignerFiles().ReadLines(set.Path).Select(line => line.Split('#', 2)[0].Trim()).Where(line => line.Length > 0)]
                : set.Type == "csl" ? [.. set.Path.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
                : [];
        }
        catch (DkimException)
        {
            // That it can't be read is told where the configuration is read.
            return [];
        }
    }
}
