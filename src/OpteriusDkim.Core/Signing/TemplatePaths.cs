namespace OpteriusDkim;

/// <summary>Finds what a template of a path stands for, so that links in it can be followed.</summary>
internal static class TemplatePaths
{
    private const char Wildcard = '*';

    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>The paths that a template leads to; the last part may be missing where it has no wildcard.</summary>
    /// <param name="template">An absolute path; <c>*</c> stands for any text without a slash.</param>
    public static IEnumerable<string> Of(string template) => template
        .Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate((IEnumerable<string>)["/"], (folders, part) => folders.SelectMany(folder => Next(folder, part)));

    private static string[] Next(string folder, string part)
    {
        if (!part.Contains(Wildcard, StringComparison.Ordinal))
        {
            return [ResolvedPath.Full(part, folder)];
        }

        try
        {
            return Directory.GetFileSystemEntries(folder, part, All);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not a folder, or none that the caller may list: no key of the store is found through it.
            return [];
        }
    }
}
