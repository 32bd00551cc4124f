using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace OpteriusDkim.Tests;

/// <summary>The layering rules of docs/architecture.md, checked on the compiled assemblies.</summary>
public sealed class LadderTests
{
    // Each folder may use those above it.
    private static readonly string[] Ladder =
        ["Findings", "Names", "Posix", "Records", "Keys", "Dns", "Publishing", "Signing", "Rotation", "Reports", "Configuration"];

    private static readonly Assembly Core = typeof(DkimKey).Assembly;

    private static readonly Dictionary<string, string> FolderOfType = Directory
        .EnumerateFiles(CoreFolder, "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(CoreFolder, path))
        .Where(path => path.Split('/')[0] is not ("obj" or "bin"))
        .GroupBy(path => Path.GetFileName(path).Split('.')[0])
        .ToDictionary(files => files.Key, files => Path.GetDirectoryName(files.First())!);

    private static string CoreFolder => Path.Combine(Repository.Root, "src/OpteriusDkim.Core");

    private static IEnumerable<Type> Written => Core.GetTypes().Where(type => type is { IsNested: false, Namespace: not null }
        && type.Namespace.StartsWith("OpteriusDkim", StringComparison.Ordinal)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute)));

    [Fact]
    public void The_namespace_of_a_type_is_its_folder_or_the_root_for_what_users_touch()
    {
        Assert.InRange(Written.Count(), 300, int.MaxValue);
        Assert.All(Written, type => Assert.Equal(
            type.IsPublic ? "OpteriusDkim" : $"OpteriusDkim.{FolderOf(type).Replace('/', '.')}", type.Namespace));
    }

    [Fact]
    public void A_folder_uses_only_the_folders_above_it_in_the_layering()
    {
        var arrows = Written
            .SelectMany(user => CompiledUses.Of(user).Select(used => (User: user, Used: used)))
            .Select(arrow => (From: RungOf(arrow.User), To: RungOf(arrow.Used), Text: $"{arrow.User.Name} uses {arrow.Used.Name}"))
            .ToArray();
        Assert.Contains(arrows, arrow => arrow.From > arrow.To);
        Assert.Empty(arrows.Where(arrow => arrow.From < arrow.To).Select(arrow => arrow.Text).Distinct());
    }

    [Theory]
    [InlineData("OpteriusDkim.Core.dll")]
    [InlineData("isolated/OpteriusDkim.Adapters.dll")]
    [InlineData("OpteriusDkim.Cmdlets.dll")]
    public void Public_types_are_in_the_root_namespace(string file)
    {
        var reader = Read(file, out var image);
        using (image)
        {
            var spaces = reader.TypeDefinitions.Select(reader.GetTypeDefinition)
                .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                .Select(type => reader.GetString(type.Namespace));
            Assert.All(spaces, space => Assert.Equal("OpteriusDkim", space));
        }
    }

    [Fact]
    public void Adapters_expose_no_type_of_a_package()
    {
        var reader = Read("isolated/OpteriusDkim.Adapters.dll", out var image);
        using (image)
        {
            Assert.DoesNotContain(
                reader.TypeDefinitions.Select(reader.GetTypeDefinition),
                type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);
        }
    }

    [Fact]
    public void Core_depends_only_on_the_base_class_library() =>
        Assert.All(References("OpteriusDkim.Core.dll"), name => Assert.Matches(@"^(System|Microsoft\.Win32)\.", name));

    [Theory]
    [InlineData("OpteriusDkim.Core.dll")]
    [InlineData("isolated/OpteriusDkim.Adapters.dll")]
    public void Only_the_cmdlets_depend_on_PowerShell(string file) =>
        Assert.DoesNotContain("System.Management.Automation", References(file));

    [Fact]
    public void The_cmdlets_need_no_package_directly() => Assert.All(
        References("OpteriusDkim.Cmdlets.dll"),
        name =>
            Assert.True(
                name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("OpteriusDkim.", StringComparison.Ordinal), name));

    private static string[] References(string file)
    {
        var reader = Read(file, out var image);
        using (image)
        {
            return [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
        }
    }

    private static MetadataReader Read(string file, out PEReader image)
    {
        image = new PEReader(File.OpenRead(Path.Combine(Repository.ModuleBin, file)));
        return image.GetMetadataReader();
    }

    private static string FolderOf(Type type) => FolderOfType[type.Name.Split('`')[0]];

    private static int RungOf(Type type)
    {
        var rung = Array.IndexOf(Ladder, FolderOf(type).Split('/')[0]);
        return rung >= 0 ? rung : throw new InvalidOperationException($"{type} is in a folder that is not on the ladder.");
    }
}
