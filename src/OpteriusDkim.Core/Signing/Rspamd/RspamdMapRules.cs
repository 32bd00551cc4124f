namespace OpteriusDkim.Signing.Rspamd;

/// <summary>How Rspamd reads maps, as far as it differs by version.</summary>
/// <param name="GlobsMatchWhole">Whether a glob has to match the whole key (from 4.1.2), and isn't searched for.</param>
/// <param name="ListsTakeFileUrls">Whether a list may have <c>file://</c> URLs; 3.4 takes them for keys, 3.12 for files.</param>
internal sealed record RspamdMapRules(bool GlobsMatchWhole, bool ListsTakeFileUrls)
{
    private static readonly Version WholeKeyGlobs = new(4, 1, 2);
    private static readonly Version FileUrlsInLists = new(3, 5);

    /// <summary>The rules of a version.</summary>
    /// <param name="version">The version; null for unknown, for which more is read than may count.</param>
    public static RspamdMapRules Of(Version? version) => new(version >= WholeKeyGlobs, version is null || version >= FileUrlsInLists);
}
