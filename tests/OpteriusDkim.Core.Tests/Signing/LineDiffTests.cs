using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>The shown diff of an edit, applied to the old content, gives what the edit writes.</summary>
public sealed class LineDiffTests
{
    private static readonly string[] Parts =
    [
        "*@example.org k1", "*@example.com k1", "example.org k1", "# comment", "# caf\xC3\xA9", "#\xE9\xFF", "", " ", "\t", "\tindented",
        "KeyTable\t\t/etc/opendkim/KeyTable",
        "--- a", "+++ b", "@@ -1,1 +1,1 @@", "-x", "+x", "\\ No newline at end of file", "\\u{41}", "a\\", "\0", "\x1b[31m",
        "\xEF\xBB\xBFBOM", "\x85", "\r",
    ];

    private static readonly string[] Ends = ["\n", "\n", "\n", "\r\n", "\r"];

    private static Gen<string> Line => from part in Gen.Elements(Parts) from end in Gen.Elements(Ends) select part + end;

    private static Gen<string> Content =>
        from lines in Gen.ListOf(Line) from last in Gen.Elements("", "", "no end", "x") select string.Concat(lines) + last;

    [Fact]
    public void Applied_to_the_old_content_it_gives_the_new_content() => Prop.ForAll(
        (from before in Content from after in Content select (before, after)).ToArbitrary(),
        pair => IsTrue(pair.before, pair.after)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Applied_to_partly_changed_content_it_gives_the_new_content() => Prop.ForAll(
        (from lines in Gen.ListOf(Line) from at in Gen.Choose(0, 100) from gone in Gen.Choose(0, 3) from come in Gen.ListOf(Line)
         select (Before: lines.ToArray(), At: at, Gone: gone, Come: come.Take(3).ToArray())).ToArbitrary(),
        edit =>
        {
            var at = Math.Min(edit.At, edit.Before.Length);
            var after = edit.Before.Take(at).Concat(edit.Come).Concat(edit.Before.Skip(at + edit.Gone));
            return IsTrue(string.Concat(edit.Before), string.Concat(after));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_line_that_stays_is_not_shown_as_removed()
    {
        var shown = Show(
            "*@example.com mail._domainkey.example.com\n",
            "*@example.com mail._domainkey.example.com\n*@example.net mail._domainkey.example.net\n");

        Assert.Equal(
            """
            --- /t
            +++ /t
            @@ -1,1 +1,2 @@
             *@example.com mail._domainkey.example.com
            +*@example.net mail._domainkey.example.net
            """,
            shown);
    }

    [Theory]
    [InlineData("a", "a\n", "-a\n\\ No newline at end of file\n+a")]
    [InlineData("a\n", "a\r\n", "-a\n+a\\u{D}")]
    [InlineData("", "a\n", "@@ -0,0 +1,1 @@\n+a")]
    [InlineData("a\n", "", "@@ -1,1 +0,0 @@\n-a")]
    [InlineData("a\tb\n", "a\tc\n", "-a\tb\n+a\tc")]
    [InlineData("\u00E9\n", "\u00FC\n", "-\u00E9\n+\u00FC")]
    [InlineData("b\na\nb\n", "b\nb\n", " b\n-a\n b")]
    public void Line_ends_and_characters_are_shown_as_they_are(string before, string after, string expected) =>
        Assert.EndsWith(
            expected,
            LineDiff.Of(new FileEdit("/t", Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after))),
            StringComparison.Ordinal);

    [Fact]
    public void A_new_file_comes_from_nothing_and_an_unchanged_one_is_not_shown()
    {
        Assert.Equal("--- /dev/null\n+++ /t", LineDiff.Of(new FileEdit("/t", null, ReadOnlyMemory<byte>.Empty)));
        Assert.Equal("--- /dev/null\n+++ /t\n@@ -0,0 +1,1 @@\n+a", LineDiff.Of(new FileEdit("/t", null, "a\n"u8.ToArray())));
        Assert.Equal("", Show("a\n", "a\n"));
    }

    [Fact]
    public void A_file_that_is_written_twice_is_shown_once_as_it_ends()
    {
        var (first, second, third) = ("old\n"u8.ToArray(), "old\nnew\n"u8.ToArray(), "new\n"u8.ToArray());

        Assert.Equal(
            LineDiff.Of(new FileEdit("/a", first, third)) + "\n" + LineDiff.Of(new FileEdit("/b", null, third)),
            LineDiff.Of([new FileEdit("/a", first, second), new FileEdit("/b", null, third), new FileEdit("/a", second, third)]));
    }

    [Fact]
    public void Every_changed_line_is_shown_and_a_large_table_costs_little()
    {
        var before = Enumerable.Range(0, 100_000).Select(i => $"*@d{i}.example mail._domainkey.d{i}.example\n").ToArray();
        var after =
            before.SelectMany((line, i) => i % 10 == 3 ? [] : i % 10 == 7 ? [line, $"*@new{i}.example k\n"] : new[] { line }).ToArray();
        var time = Stopwatch.StartNew();

        var shown = Show(string.Concat(before), string.Concat(after));

        Assert.True(time.Elapsed < TimeSpan.FromSeconds(20), $"It took {time.Elapsed}.");
        Assert.Equal(10_000, shown.Split('\n').Count(row => row.StartsWith("-*", StringComparison.Ordinal)));
        Assert.Equal(10_000, shown.Split('\n').Count(row => row.StartsWith("+*", StringComparison.Ordinal)));
    }

    [Fact]
    public void Repeated_lines_cost_little_too()
    {
        var before = string.Concat(Enumerable.Range(0, 50_000).Select(i => i % 3 == 0 ? "#\n" : "\n"));
        var after = string.Concat(Enumerable.Range(0, 50_000).Select(i => i % 5 == 0 ? "#\n" : "\n"));
        var time = Stopwatch.StartNew();

        Assert.True(IsTrue(before, after));
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(20), $"It took {time.Elapsed}.");
    }

    private static bool IsTrue(string before, string after)
    {
        var (old, made) = (Encoding.Latin1.GetBytes(before), Encoding.Latin1.GetBytes(after));
        var shown = LineDiff.Of(new FileEdit("/t", old, made));
        if (before == after)
        {
            return shown.Length == 0;
        }

        // The reader of the diff infers the encoding from the old content; if only the new one isn't UTF-8, Latin-1 is used.
        var applied = UnifiedDiff.Apply(
            shown,
            _ => old,
            _ => System.Text.Unicode.Utf8.IsValid(old) && System.Text.Unicode.Utf8.IsValid(made) ? Encoding.UTF8 : Encoding.Latin1);
        return applied["/t"].AsSpan().SequenceEqual(made);
    }

    private static string Show(string before, string after) =>
        LineDiff.Of(new FileEdit("/t", Encoding.Latin1.GetBytes(before), Encoding.Latin1.GetBytes(after)));
}
