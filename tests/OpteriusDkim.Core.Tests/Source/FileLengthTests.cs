using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OpteriusDkim.Tests;

public sealed class FileLengthTests
{
    private const int LongestFile = 200;
    private const int LongestMethod = 40;

    [Fact]
    public void Files_have_at_most_200_lines() => Assert.Empty(
        from path in SourceCode.PathsIn("src")
        let lines = File.ReadLines(Path.Combine(Repository.Root, path)).Count()
        where lines > LongestFile
        select $"{path}: {lines}");

    [Fact]
    public void Methods_have_at_most_40_lines() => Assert.Empty(
        from method in SourceCode.All<BaseMethodDeclarationSyntax>()
        let lines = LinesOf((SyntaxNode?)method.Body ?? method.ExpressionBody)
        where lines > LongestMethod
        select $"{SourceCode.PlaceOf(method)}: {lines}");

    private static int LinesOf(SyntaxNode? body)
    {
        var span = body?.GetLocation().GetLineSpan();
        return span is { } lines ? lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1 : 0;
    }
}
