using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace OpteriusDkim.Packaging;

/// <summary>A NuGet package whose assemblies are part of the module.</summary>
/// <param name="IsDirect">Whether a project names it; the others are needed by those.</param>
/// <param name="Sha512">Hash of its .nupkg file, base64.</param>
/// <param name="License">SPDX identifier.</param>
/// <param name="Files">File names of its assemblies.</param>
/// <param name="Dependencies">Names of the packages that it needs.</param>
/// <param name="Texts">Licence and notice files of the package: name and text.</param>
internal sealed record ShippedPackage(
    string Name,
    string Version,
    bool IsDirect,
    string Sha512,
    string License,
    string Authors,
    string Copyright,
    string Url,
    IReadOnlyList<string> Files,
    IReadOnlyList<string> Dependencies,
    IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>Package URL (purl).</summary>
    public string Purl => $"pkg:nuget/{Name}@{Version}";

    /// <summary>Reads the packages that a project's restore resolved.</summary>
    /// <param name="assets">Path of the project's project.assets.json.</param>
    /// <exception cref="InvalidDataException">A package doesn't declare its licence by an SPDX identifier.</exception>
    public static ShippedPackage[] ReadAll(string assets)
    {
        var root = JsonNode.Parse(File.ReadAllText(assets))!.AsObject();
        var folders = root["packageFolders"]!.AsObject().Select(folder => folder.Key).ToArray();
        var direct = root["project"]!["frameworks"]!.AsObject().Single().Value!["dependencies"]!.AsObject();
        return
        [
            .. from target in root["targets"]!.AsObject().Single().Value!.AsObject()
               where (string?)target.Value!["type"] == "package" && AssembliesOf(target.Value!).Length > 0
               orderby target.Key
               let library = root["libraries"]![target.Key]!
               let folder = folders.Select(parent => Path.Combine(parent, (string)library["path"]!)).First(Directory.Exists)
               select Read(target.Key, target.Value!, library, folder) with { IsDirect = direct.ContainsKey(target.Key.Split('/')[0]) },
        ];
    }

    private static ShippedPackage Read(string key, JsonNode target, JsonNode library, string folder)
    {
        var metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().First();
        string Value(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() ?? "";
        var license = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        if ((string?)license?.Attribute("type") != "expression")
        {
            throw new InvalidDataException(
                $"The package {key} declares no SPDX licence in its nuspec. Check its licence before it is shipped.");
        }

        return new ShippedPackage(
            key.Split('/')[0],
            key.Split('/')[1],
            IsDirect: false,
            (string)library["sha512"]!,
            license.Value,
            Value("authors"),
            Value("copyright"),
            Value("projectUrl"),
            AssembliesOf(target),
            [.. (target["dependencies"]?.AsObject() ?? []).Select(dependency => dependency.Key).Order(StringComparer.Ordinal)],
            TextsIn(folder));
    }

    private static string[] AssembliesOf(JsonNode target) =>
    [
        .. (target["runtime"]?.AsObject() ?? []).Select(file => Path.GetFileName(file.Key)).Where(name => name != "_._"),
    ];

    private static SortedDictionary<string, string> TextsIn(string folder) => new(
        new DirectoryInfo(folder).GetFiles()
            .Where(file => file.Name.StartsWith("LICEN", StringComparison.OrdinalIgnoreCase)
                || file.Name.Contains("NOTICE", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName).ReplaceLineEndings("\n").TrimEnd()),
        StringComparer.Ordinal);
}
