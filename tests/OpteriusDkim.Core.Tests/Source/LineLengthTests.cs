namespace OpteriusDkim.Tests;

public sealed class LineLengthTests
{
    private const int Longest = 140;

    [Fact]
    public void Lines_have_at_most_140_columns() => Assert.Empty(
        from path in SourceCode.PathsIn("src", "tests", "benchmarks")
        from line in File.ReadLines(Path.Combine(Repository.Root, path)).Index()
        where line.Item.Length > Longest
        select $"{path}:{line.Index + 1}");
}
