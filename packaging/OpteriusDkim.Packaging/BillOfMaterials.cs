using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpteriusDkim.Packaging;

/// <summary>The software bill of materials, CycloneDX 1.5 as JSON.</summary>
internal static class BillOfMaterials
{
    private const string Module = "OpteriusDkim";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="created">Time of the commit, so that the same commit gives the same file.</param>
    public static string Render(IReadOnlyList<ShippedPackage> packages, ReleaseVersion version, DateTimeOffset created)
    {
        var module = Component("application", Module, version.Full, $"pkg:generic/{Module}@{version.Full}", "MIT");
        var references = packages.ToDictionary(package => package.Name, package => package.Purl, StringComparer.OrdinalIgnoreCase);
        var direct = packages.Where(package => package.IsDirect);
        return new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.5",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
                ["component"] = module,
            },
            ["components"] = new JsonArray([.. packages.Select(Component)]),
            ["dependencies"] = new JsonArray(
            [
                DependsOn((string)module["bom-ref"]!, direct.Select(package => package.Purl)),
                .. packages.Select(package => DependsOn(
                    package.Purl,
                    package.Dependencies.Where(references.ContainsKey).Select(name => references[name]))),
            ]),
        }.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Component(ShippedPackage package)
    {
        var component = Component("library", package.Name, package.Version, package.Purl, package.License);
        component["author"] = package.Authors;
        component["copyright"] = package.Copyright;
        component["hashes"] = new JsonArray(new JsonObject
        {
            ["alg"] = "SHA-512",
            ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(package.Sha512)),
        });
        component["externalReferences"] = new JsonArray(new JsonObject { ["type"] = "website", ["url"] = package.Url });
        return component;
    }

    private static JsonObject Component(string type, string name, string version, string purl, string license) => new()
    {
        ["type"] = type,
        ["bom-ref"] = purl,
        ["name"] = name,
        ["version"] = version,
        ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = license } }),
        ["purl"] = purl,
    };

    private static JsonObject DependsOn(string reference, IEnumerable<string> needed) => new()
    {
        ["ref"] = reference,
        ["dependsOn"] = new JsonArray([.. needed.Select(purl => JsonValue.Create(purl))]),
    };
}
