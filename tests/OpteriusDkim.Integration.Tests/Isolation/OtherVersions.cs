using System.Reflection;

namespace OpteriusDkim;

/// <summary>Other versions of the packages that the module ships, as another module of the session may have brought them.</summary>
internal static class OtherVersions
{
    // The packages that PackageDownload in the project restores, with the folder for .NET.
    private static readonly (string Name, string Version, string Framework)[] Packages =
    [
        ("BouncyCastle.Cryptography", "2.4.0", "net6.0"),
        ("DnsClient", "1.6.1", "net5.0"),
        ("MimeKit", "4.18.0", "net8.0"),
        ("StackExchange.Redis", "2.8.16", "net6.0"),
        ("System.IO.Hashing", "9.0.23", "net8.0"),
        ("System.Text.Json", "9.0.23", "net8.0"),
    ];

    private static readonly string Root = typeof(OtherVersions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "NuGetPackageRoot").Value!;

    /// <summary>Paths of the assemblies.</summary>
    /// <param name="sandbox">Gets an assembly named ARSoft.Tools.Net, of which the galleries have one version only.</param>
    public static IEnumerable<string> Paths(Sandbox sandbox) => Packages
        .Select(package => Path.Combine(
            Root, package.Name.ToLowerInvariant(), package.Version, "lib", package.Framework, package.Name + ".dll"))
        .Append(StandIn.Write(sandbox.Root, "ARSoft.Tools.Net", "DnsClient"));
}
