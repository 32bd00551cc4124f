using System.Globalization;
using System.Text;

namespace OpteriusDkim.Packaging;

/// <summary>CHANGELOG.md, which has a section of the second level for each release and one named Unreleased.</summary>
internal static class Changelog
{
    /// <summary>The section of a version; for a prerelease or an unlisted version, the section Unreleased.</summary>
    public static string NotesOf(string changelog, ReleaseVersion version)
    {
        var sections = changelog.ReplaceLineEndings("\n").Split("\n## ").Skip(1).ToArray();
        string? Section(string name) => sections.FirstOrDefault(section => section.StartsWith($"[{name}]", StringComparison.Ordinal));
        var found = Section(version.Full) ?? Section("Unreleased") ?? "";
        return found[(found.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim('\n');
    }

    /// <summary>Debian's changelog: one entry that refers to the upstream one.</summary>
    /// <param name="maintainer">Name and address.</param>
    public static string ForDebian(ReleaseVersion version, string maintainer, DateTimeOffset created) => new StringBuilder()
        .Append($"opterius-dkim ({version.Debian}) unstable; urgency=medium\n\n")
        .Append($"  * Version {version.Full}. For the changes see changelog.gz in this folder.\n\n")
        .Append($" -- {maintainer}  ")
        .Append(created.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)).Append(" +0000\n")
        .ToString();
}
