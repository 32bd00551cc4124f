namespace OpteriusDkim.Tests;

public sealed class LineLengthTests
{
    private const int Longest = 140;

    // A folder with longer lines. Once it is free of them it leaves.
    private const string Exempt = "src/OpteriusDkim.Core/Dns/";

    [Fact]
    public void Lines_have_at_most_140_columns() => Assert.Empty(
        from file in SourceCode.Files
        where !file.SyntaxTree.FilePath.StartsWith(Exempt, StringComparison.Ordinal)
        from line in file.SyntaxTree.GetText().Lines
        where line.Span.Length > Longest
        select $"{file.SyntaxTree.FilePath}:{line.LineNumber + 1}");
}
