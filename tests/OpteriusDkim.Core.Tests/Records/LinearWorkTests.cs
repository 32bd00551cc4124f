namespace OpteriusDkim.Tests;

/// <summary>
/// Parsing is linear: measured in allocated bytes, which do not depend on load, and bounded in time.
/// </summary>
public sealed class LinearWorkTests
{
    private const int Length = 64 * 1024;
    private const int VeryLong = 1_000_000;

    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Shapes => [.. Texts.Keys];

    private static Dictionary<string, string> Texts { get; } = new()
    {
        ["semicolons"] = ";",
        ["equals signs"] = "=",
        ["quotation marks"] = "\"",
        ["escaped quotation marks"] = "\\\"",
        ["backslashes"] = "\\",
        ["opening parentheses"] = "(",
        ["nested parentheses"] = "()",
        ["parentheses over lines"] = "(\n",
        ["spaces"] = " ",
        ["lines"] = "\n",
        ["dashes"] = "-----",
        ["armour"] = "-----BEGIN-----",
        ["tags"] = "a=b;",
        ["colons"] = "h=:",
        ["quoted strings"] = "\"a\" ",
        ["zone lines"] = "a TXT \"p=\"\n",
        ["open zone lines"] = "a TXT ( \"p=\"\n",
        ["nslookup's lists"] = "a text =\n\"p=\"\n",
        ["words"] = "a ",
        ["text = text ="] = "text = ",
        ["TXT TXT"] = "TXT ",
        ["dots"] = ".",
        ["letters over ASCII"] = "\u00fc",
    };

    private static string[] Beginnings { get; } = ["", "v=DKIM1; p=", "v=DKIM1; h=", "v=DKIM1; n=", "\"", "IN TXT "];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Parsing_time_is_linear(string shape)
    {
        foreach (var beginning in Beginnings)
        {
            var once = beginning + Repeated(Texts[shape], Length);
            var twice = beginning + Repeated(Texts[shape], 2 * Length);
            AssertLinear(once, twice, text => KeyRecordReader.Read(text));
            AssertLinear(once, twice, ReadLines);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_million_characters_are_parsed_in_linear_time(string shape)
    {
        foreach (var beginning in Beginnings)
        {
            var text = beginning + Repeated(Texts[shape], VeryLong);
            await Task.Run(
                () =>
                {
                    _ = KeyRecordReader.Read(text);
                    ReadLines(text);
                },
                TestContext.Current.CancellationToken).WaitAsync(Ample, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Messages_about_a_long_text_fit_a_screen(string shape) => Assert.All(Beginnings, beginning =>
    {
        var findings = KeyRecordReader.Read(beginning + Repeated(Texts[shape], Length)).Findings;
        Assert.InRange(findings.Count, 0, 15);
        Assert.All(findings, finding => Assert.InRange(finding.Message.Length, 1, 500));
    });

    private static void AssertLinear(string once, string twice, Action<string> read)
    {
        // The allocation of a call that does not depend on the text.
        const long Fixed = 64 * 1024;
        var (first, second) = (Work(once, read), Work(twice, read));
        Assert.True(second <= (first * 2.5) + Fixed, $"{first} bytes for {once.Length} characters, {second} for {twice.Length}");
    }

    /// <summary>The minimum of several runs: the first ones fill the pools.</summary>
    private static long Work(string text, Action<string> read) => Enumerable.Range(0, 3).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        read(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    private static string Repeated(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));

    private static void ReadLines(string text)
    {
        var lines = new RecordLines();
        _ = RecordLines.IsLine(text);
        foreach (var line in text.Split('\n'))
        {
            try
            {
                foreach (var record in lines.Add(line))
                {
                    _ = record.IsOfDkim;
                }
            }
            catch (InvalidInputException)
            {
                // Documented; the next line is read.
            }
        }
    }
}
