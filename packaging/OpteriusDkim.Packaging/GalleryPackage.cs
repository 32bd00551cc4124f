using System.IO.Compression;
using System.Xml.Linq;

namespace OpteriusDkim.Packaging;

/// <summary>The .nupkg of the module for a PowerShell gallery: the same bytes for the same files and time.</summary>
/// <param name="created">The time of each entry.</param>
internal sealed class GalleryPackage(ModuleFolder module, DateTimeOffset created)
{
    private static readonly XNamespace Nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
    private static readonly XNamespace ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Relationships = "http://schemas.openxmlformats.org/package/2006/relationships";

    public void Write(string path, PackagedManifest manifest, ReleaseVersion version, Uri project, string notes)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add(archive, "_rels/.rels", new XElement(
            Relationships + "Relationships",
            new XElement(
                Relationships + "Relationship",
                new XAttribute("Type", "http://schemas.microsoft.com/packaging/2010/07/manifest"),
                new XAttribute("Target", "/OpteriusDkim.nuspec"),
                new XAttribute("Id", "manifest"))));
        Add(archive, "OpteriusDkim.nuspec", Describe(manifest, version, project, notes));
        foreach (var file in module.Files)
        {
            using var source = File.OpenRead(Path.Combine(module.Location, file));
            using var entry = Create(archive, file);
            source.CopyTo(entry);
        }

        Add(archive, "[Content_Types].xml", DescribeContentTypes());
    }

    private static XElement Describe(PackagedManifest manifest, ReleaseVersion version, Uri project, string notes)
    {
        string[] tags =
        [
            "PSModule", "PSEdition_Core", "PSIncludes_Cmdlet", .. manifest.Tags,
            .. manifest.Cmdlets.SelectMany(cmdlet => new[] { $"PSCmdlet_{cmdlet}", $"PSCommand_{cmdlet}" }),
        ];
        return new XElement(
            Nuspec + "package",
            new XElement(
                Nuspec + "metadata",
                new XElement(Nuspec + "id", "OpteriusDkim"),
                new XElement(Nuspec + "version", version.Gallery),
                new XElement(Nuspec + "authors", manifest.Author),
                new XElement(Nuspec + "owners", manifest.Author),
                new XElement(Nuspec + "requireLicenseAcceptance", "false"),
                new XElement(Nuspec + "licenseUrl", manifest.LicenseUri),
                new XElement(Nuspec + "projectUrl", project.ToString()),
                new XElement(Nuspec + "description", manifest.Description),
                new XElement(Nuspec + "releaseNotes", notes),
                new XElement(Nuspec + "copyright", manifest.Copyright),
                new XElement(Nuspec + "tags", string.Join(' ', tags))));
    }

    private XElement DescribeContentTypes()
    {
        var extensions = module.Files.Select(file => Path.GetExtension(file).TrimStart('.')).Where(extension => extension.Length > 0)
            .Concat(["rels", "nuspec"]).Distinct().Order(StringComparer.Ordinal);
        return new XElement(
            ContentTypes + "Types",
            extensions.Select(extension => new XElement(
                ContentTypes + "Default",
                new XAttribute("Extension", extension),
                new XAttribute("ContentType", TypeOf(extension)))),
            module.Files.Where(file => Path.GetExtension(file).Length == 0).Select(file => new XElement(
                ContentTypes + "Override",
                new XAttribute("PartName", $"/{file}"),
                new XAttribute("ContentType", TypeOf("")))));
    }

    private static string TypeOf(string extension) => extension == "rels"
        ? "application/vnd.openxmlformats-package.relationships+xml"
        : "application/octet-stream";

    private void Add(ZipArchive archive, string name, XElement content)
    {
        using var entry = Create(archive, name);
        content.Save(entry);
    }

    private Stream Create(ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = created.ToUniversalTime();
        return entry.Open();
    }
}
