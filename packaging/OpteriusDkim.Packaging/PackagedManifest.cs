using System.Text.RegularExpressions;

namespace OpteriusDkim.Packaging;

/// <summary>The manifest of a release: the checkout's OpteriusDkim.psd1 with version, addresses, release notes and file list.</summary>
internal sealed partial class PackagedManifest(string source)
{
    public string Guid => Read("GUID");

    public string Author => Read("Author");

    public string Copyright => Read("Copyright");

    public string Description => Read("Description");

    public string LicenseUri => Read("LicenseUri");

    public string[] Tags => [.. Quoted.Matches(TagList.Match(source).Value).Select(match => match.Groups[1].Value)];

    public string[] Cmdlets => [.. Quoted.Matches(CmdletList.Match(source).Value).Select(match => match.Groups[1].Value)];

    /// <param name="files">Paths of all files of the module, relative to its folder.</param>
    public string Render(ReleaseVersion version, Uri project, string notes, IEnumerable<string> files)
    {
        var help = new Uri(project, $"{project.AbsolutePath.TrimEnd('/')}/releases/latest/download/");
        var list = string.Concat(files.Select(file => $"        '{Escaped(file)}'\n"));
        var gallery = $"            ProjectUri = '{Escaped(project.ToString())}'\n"
            + (version.Prerelease.Length > 0 ? $"            Prerelease = '{version.Prerelease}'\n" : "")
            // A line that begins with '@ would end the here-string.
            + $"            ReleaseNotes = @'\n{notes.Replace("\n'@", "\n '@", StringComparison.Ordinal)}\n'@\n";
        var text = Once(VersionLine, source, match => $"{match.Groups[1].Value}'{version.Core}'");
        var uriAndFiles = $"    HelpInfoURI          = '{help}'\n    FileList             = @(\n{list}    )\n";
        text = Once(PrivateDataLine, text, match => uriAndFiles + match.Value);
        return Once(LicenseLine, text, match => match.Value + gallery);
    }

    private static string Once(Regex pattern, string text, MatchEvaluator evaluator) => pattern.Count(text) == 1
        ? pattern.Replace(text, evaluator)
        : throw new InvalidDataException($"OpteriusDkim.psd1 must match this once: {pattern}");

    private static string Escaped(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private string Read(string key) =>
        Regex.Match(source, $@"^\s*{key}\s*= '((?:[^']|'')*)'", RegexOptions.Multiline) is { Success: true } match
            ? match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal)
            : throw new InvalidDataException($"OpteriusDkim.psd1 has no {key}.");

    [GeneratedRegex(@"^(\s*ModuleVersion\s*= )'[^']*'", RegexOptions.Multiline)]
    private static partial Regex VersionLine { get; }

    [GeneratedRegex(@"^    PrivateData\s*= @\{\n", RegexOptions.Multiline)]
    private static partial Regex PrivateDataLine { get; }

    [GeneratedRegex(@"^\s*LicenseUri\s*=.*\n", RegexOptions.Multiline)]
    private static partial Regex LicenseLine { get; }

    [GeneratedRegex(@"^\s*Tags\s*= @\([^)]*\)", RegexOptions.Multiline)]
    private static partial Regex TagList { get; }

    [GeneratedRegex(@"^\s*CmdletsToExport\s*= @\([^)]*\)", RegexOptions.Multiline)]
    private static partial Regex CmdletList { get; }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted { get; }
}
