namespace OpteriusDkim.Tests;

/// <summary>Records are untrusted input: parsing time must be linear in their length.</summary>
public sealed class LongRecordsTests
{
    private const int Length = 1_000_000;

    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Shapes => [.. Texts.Keys];

    private static Dictionary<string, Func<string>> Texts { get; } = new()
    {
        ["semicolons"] = () => new string(';', Length),
        ["equals signs"] = () => new string('=', Length),
        ["spaces"] = () => new string(' ', Length),
        ["letters"] = () => new string('a', Length),
        ["base64"] = () => "v=DKIM1; p=" + new string('A', Length),
        ["spaces in base64"] = () => "v=DKIM1; p=" + string.Concat(Enumerable.Repeat("A ", Length / 2)),
        ["semicolons, then spaces"] = () => new string(';', Length / 2) + new string(' ', Length / 2),
        ["spaces between semicolons"] = () => string.Concat(Enumerable.Repeat(";  ", Length / 3)),
        ["one tag again and again"] = () => string.Concat(Enumerable.Repeat("a=;", Length / 3)),
        ["ever new tags"] = () => string.Concat(Enumerable.Range(0, Length / 8).Select(i => $"a{i}=;")),
        ["colons"] = () => "v=DKIM1; h=" + new string(':', Length),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_text_of_a_million_characters_is_parsed_in_linear_time(string shape)
    {
        var text = Texts[shape]();
        var record = await Task.Run(() => KeyRecordReader.Read(text), TestContext.Current.CancellationToken)
            .WaitAsync(Ample, TestContext.Current.CancellationToken);
        Assert.False(record.IsValid);
    }
}
