using System.Xml.Linq;

namespace OpteriusDkim;

/// <summary>The pages in docs/cmdlets are generated from the help.</summary>
public sealed class CmdletPagesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "cmdlets");

    [Fact]
    public void Each_cmdlet_has_the_page_generated_from_its_help()
    {
        CmdletPage[] pages =
        [
            .. XDocument.Load(Path.Combine(Repository.Root, "en-US", "OpteriusDkim.Cmdlets.dll-Help.xml")).Root!.Elements()
                .Select(entry => new CmdletPage(entry)).OrderBy(page => page.Name, StringComparer.Ordinal),
        ];
        var wanted = pages.ToDictionary(page => page.Name + ".md", page => page.Render());
        wanted.Add("README.md", Index(pages));
        if (Environment.GetEnvironmentVariable("OPTERIUS_DKIM_WRITE_HELP") is not null)
        {
            Write(wanted);
        }

        var found = new DirectoryInfo(Folder) is { Exists: true } folder
            ? folder.GetFiles().ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName))
            : [];
        var stale = wanted.Keys.Union(found.Keys).Where(name => wanted.GetValueOrDefault(name) != found.GetValueOrDefault(name));
        Assert.True(
            !stale.Any(),
            $"Stale in docs/cmdlets: {string.Join(", ", stale)}. Write the pages, from the root after a build: OPTERIUS_DKIM_WRITE_HELP=1 "
            + $"tests/OpteriusDkim.Cmdlets.Tests/bin/Release/net10.0/OpteriusDkim.Cmdlets.Tests -class {GetType().FullName}");
    }

    private static string Index(IEnumerable<CmdletPage> pages) =>
        "# Cmdlets\n\nThe pages are generated from the help that `Get-Help NAME -Full` shows.\n\n| cmdlet | what it does |\n|---|---|\n"
        + string.Concat(pages.Select(page =>
            $"| [{page.Name}]({page.Name}.md) | {page.Synopsis.Replace("|", "\\|", StringComparison.Ordinal)} |\n"));

    private static void Write(Dictionary<string, string> pages)
    {
        Directory.CreateDirectory(Folder);
        foreach (var path in Directory.GetFiles(Folder).Where(path => !pages.ContainsKey(Path.GetFileName(path))))
        {
            File.Delete(path);
        }

        foreach (var (name, text) in pages)
        {
            File.WriteAllText(Path.Combine(Folder, name), text);
        }
    }
}
