namespace OpteriusDkim.Tests;

public sealed class LineLengthTests
{
    private const int Longest = 140;

    [Fact]
    public void Lines_have_at_most_140_columns() => Assert.Empty(
        from file in SourceCode.Files
        from line in file.SyntaxTree.GetText().Lines
        where line.Span.Length > Longest
        select $"{file.SyntaxTree.FilePath}:{line.LineNumber + 1}");
}
