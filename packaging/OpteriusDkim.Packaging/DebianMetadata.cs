namespace OpteriusDkim.Packaging;

/// <summary>The Debian package's control file and copyright file, from their templates in packaging/debian.</summary>
/// <param name="folder">The folder packaging.</param>
internal sealed class DebianMetadata(string folder, Uri project, string maintainer)
{
    /// <summary>The control file; @SIZE@ is left to be filled in.</summary>
    public string Control(ReleaseVersion version) => Template("control")
        .Replace("@VERSION@", version.Debian, StringComparison.Ordinal)
        .Replace("@MAINTAINER@", maintainer, StringComparison.Ordinal);

    public string Copyright(IEnumerable<ShippedPackage> packages) => Template("copyright")
        .Replace("@PACKAGES@\n", string.Concat(packages.Select(Paragraph)), StringComparison.Ordinal)
        .Replace("@MIT@", Indented(File.ReadAllText(Path.Combine(folder, "licenses", "MIT.txt"))), StringComparison.Ordinal);

    private static string Paragraph(ShippedPackage package)
    {
        var files = package.Files.Select(file => $"usr/share/opterius-dkim/OpteriusDkim/module/bin/isolated/{file}");
        var license = package.License == "MIT" ? "Expat" : package.License;
        return $"Files: {string.Join("\n ", files)}\nCopyright: {package.Copyright}\nLicense: {license}\n"
            + $"Comment: {package.Name} {package.Version}\n\n";
    }

    private static string Indented(string text) =>
        string.Join('\n', text.Trim().Split('\n').Select(line => line.Length > 0 ? $" {line}" : " ."));

    private string Template(string name) => File.ReadAllText(Path.Combine(folder, "debian", name))
        .Replace("@HOMEPAGE@", project.ToString(), StringComparison.Ordinal);
}
