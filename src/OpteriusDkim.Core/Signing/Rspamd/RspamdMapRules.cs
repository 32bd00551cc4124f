namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Differences in reading maps between versions of Rspamd.</summary>
/// <param name="GlobsMatchWhole">Whether a glob has to match the whole key (from 4.1.2).</param>
/// <param name="ListsTakeFileUrls">Whether <c>file://</c> URLs in a list are files (measured with 3.12) instead of keys (3.4).</param>
internal sealed record RspamdMapRules(bool GlobsMatchWhole, bool ListsTakeFileUrls)
{
    private static readonly Version WholeKeyGlobs = new(4, 1, 2);
    private static readonly Version FileUrlsInLists = new(3, 5);

    /// <param name="version">The version; null if unknown, for which possibly unused files are read as well.</param>
    public static RspamdMapRules Of(Version? version) => new(version >= WholeKeyGlobs, version is null || version >= FileUrlsInLists);
}
