using System.Globalization;

namespace OpteriusDkim.Packaging;

/// <summary>Writes the module folder, the gallery's package, manual pages, licences and the bill of materials. Run by ./package.</summary>
internal static class Program
{
    private const string Maintainer = "The OpteriusDkim team <OpteriusDkim@users.noreply.github.com>";

    /// <summary>The project's home, for the manifest. The one place where it is named.</summary>
    private static readonly Uri Project = new("https://github.com/OpteriusDkim/OpteriusDkim");

    /// <param name="arguments">
    /// The built source tree; the folder for what is released; the folder for what the Debian package needs besides;
    /// the version; and the commit's time in seconds since 1970.
    /// </param>
    public static int Main(string[] arguments)
    {
        if (arguments is not [var source, var output, var work, var versionText, var seconds])
        {
            Console.Error.WriteLine("Run ./package instead.");
            return 2;
        }

        try
        {
            var created = DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
            Write(source, output, work, ReleaseVersion.Parse(versionText), created);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            Console.Error.WriteLine($"package: {exception.Message}");
            return 1;
        }
    }

    private static void Write(string source, string output, string work, ReleaseVersion version, DateTimeOffset created)
    {
        var packages = ShippedPackage.ReadAll(Path.Combine(source, "src", "OpteriusDkim.Adapters", "obj", "project.assets.json"));
        var module = new ModuleFolder(source, Path.Combine(output, "OpteriusDkim"));
        module.CopySource();
        module.Write("THIRD-PARTY-NOTICES.txt", new ThirdPartyNotices(Path.Combine(source, "packaging", "licenses")).Render(packages));
        var manifest = new PackagedManifest(File.ReadAllText(Path.Combine(source, ModuleFolder.Manifest)));
        var notes = Changelog.NotesOf(File.ReadAllText(Path.Combine(source, "CHANGELOG.md")), version);
        var files = module.Files.Append(ModuleFolder.Manifest).Order(StringComparer.Ordinal);
        module.Write(ModuleFolder.Manifest, manifest.Render(version, Project, notes, files));
        var bill = BillOfMaterials.Render(packages, version, created);
        File.WriteAllText(Path.Combine(output, $"OpteriusDkim.{version.Full}.cdx.json"), bill);
        new GalleryPackage(module, created)
            .Write(Path.Combine(output, $"OpteriusDkim.{version.Gallery}.nupkg"), manifest, version, Project, notes);
        WriteManual(source, Path.Combine(work, "man"), version.Full);
        File.WriteAllText(Path.Combine(work, "changelog.Debian"), Changelog.ForDebian(version, Maintainer, created));
        File.WriteAllText(Path.Combine(work, "version"), version.Debian);
        var debian = new DebianMetadata(Path.Combine(source, "packaging"), Project, Maintainer);
        File.WriteAllText(Path.Combine(work, "control"), debian.Control(version));
        File.WriteAllText(Path.Combine(work, "copyright"), debian.Copyright(packages));
    }

    private static void WriteManual(string source, string target, string version)
    {
        foreach (var path in Directory.GetFiles(Path.Combine(source, "docs", "cmdlets"), "*-*.md"))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var page = new ManualPage(name, 7, version).FromMarkdown(File.ReadAllText(path));
            File.WriteAllText(Path.Combine(target, $"{name}.7"), page);
        }

        const string launcher = "opterius-dkim";
        var usage = File.ReadAllText(Path.Combine(source, "packaging", "debian", "usage"));
        var summary = "runs a command, a script or a session in pwsh with the module OpteriusDkim";
        File.WriteAllText(Path.Combine(target, $"{launcher}.1"), new ManualPage(launcher, 1, version).FromUsage(summary, usage));
        foreach (var path in Directory.GetFiles(Path.Combine(source, "en-US"), "about_*.help.txt"))
        {
            var name = Path.GetFileName(path).Split('.')[0];
            File.WriteAllText(Path.Combine(target, $"{name}.7"), new ManualPage(name, 7, version).FromTopic(File.ReadAllText(path)));
        }
    }
}
