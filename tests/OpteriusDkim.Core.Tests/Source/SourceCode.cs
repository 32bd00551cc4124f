using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OpteriusDkim.Tests;

/// <summary>The syntax trees of the shipped code, for rules that the compiler doesn't check.</summary>
internal static class SourceCode
{
    private static readonly Lazy<SyntaxNode[]> Parsed = new(() => [.. PathsIn("src")
        .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, path)), path: path).GetRoot())]);

    public static IReadOnlyList<SyntaxNode> Files => Parsed.Value;

    /// <summary>The files below folders of the checkout, as paths from its root.</summary>
    public static IEnumerable<string> PathsIn(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Where(path => !path.Split('/').Any(folder => folder is "obj" or "bin"));

    /// <summary>All nodes of a kind.</summary>
    public static IEnumerable<TNode> All<TNode>()
        where TNode : SyntaxNode => Files.SelectMany(file => file.DescendantNodes().OfType<TNode>());

    /// <summary>The file and the line.</summary>
    public static string PlaceOf(SyntaxNode node) =>
        $"{node.SyntaxTree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}
