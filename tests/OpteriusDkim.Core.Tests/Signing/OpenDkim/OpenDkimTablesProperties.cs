using System.Text;
using FsCheck;
using FsCheck.Fluent;
using static OpteriusDkim.Tests.SampleTables;

namespace OpteriusDkim.Tests;

/// <summary>Foreign content is kept byte for byte in any tables.</summary>
public sealed class OpenDkimTablesProperties
{
    private static readonly string[] Parts =
    [
        "*@example.org k1", "*@other.example k2", "example.org k1", "bob@example.net k1", "# comment \xE9\xFF", "#", "", " ", "\t",
        "  indented line", "a\\", "*@*.example.org\tk1:%  ",
        "k1 example.org:s1:/keys/k1", "k2 other.example:s2:/keys/k2  # why", "k3 : spaced : out", "\xC3\xBC", "x", "*@exam\0ple.org k1",
        "mail._domainkey.example.org example.org:mail:/elsewhere",
        "*@sub.example.com k1", "carol@example.edu k2\v", "no value", "%", "k4 %:s:/keys/%/x",
    ];

    private static readonly string[] Ends = ["\n", "\r\n", "\n", "\n\n", " \n", "\t\r\n"];

    private static Gen<string> Line => from part in Gen.Elements(Parts) from end in Gen.Elements(Ends) select part + end;

    private static Gen<string> Table => from lines in Gen.ListOf(Line) from last in Gen.Elements("", "# no end", "*@example.info k1")
                                        select string.Concat(lines) + last;

    private static Gen<string> Kind => Gen.Elements("file", "refile");

    [Fact]
    public void Enabling_adds_lines_and_leaves_every_other_byte() => Check((keys, signing, kind) =>
    {
        using var tables = new SampleTables(keys, signing, kind);
        if (tables.Apply(Enable("example.com")) is not null)
        {
            return tables.Keys == keys && tables.Signing == signing;
        }

        return Without(tables.Keys, "mail._domainkey.example.com example.com:mail:/keys/example.com/mail.private") == Ended(
            keys, tables.Keys)
            && Without(tables.Signing, (kind == "refile" ? "*@" : "") + "example.com mail._domainkey.example.com") == Ended(
                signing, tables.Signing);
    });

    [Fact]
    public void Disabling_what_was_enabled_gives_the_same_bytes_but_for_a_missing_last_line_end() => Check((keys, signing, kind) =>
    {
        using var tables = new SampleTables(keys, signing, kind);
        if (tables.Apply(Enable("example.com")) is not null)
        {
            return true;
        }

        tables.Apply(Disable("example.com"));
        return (tables.Keys == keys || tables.Keys.TrimEnd('\r', '\n') == keys)
            && (tables.Signing == signing || tables.Signing.TrimEnd('\r', '\n') == signing);
    });

    [Fact]
    public void Undoing_is_byte_for_byte_where_no_other_program_wrote() => Check((keys, signing, kind) =>
    {
        using var tables = new SampleTables(keys, signing, kind);
        var edit = tables.Plan(Enable("example.com"), Enable("example.net"), Switch("example.org", "s1", "new"), Disable("other.example"));
        SampleTables.Write(edit);
        SampleTables.Write(edit.Undo(edit.Changes.Select(change => change.Domain).ToHashSet()));
        return tables.Keys == keys && tables.Signing == signing;
    });

    [Fact]
    public void Undoing_one_of_several_edits_leaves_the_result_of_the_others() => Check((keys, signing, kind) =>
    {
        using var both = new SampleTables(keys, signing, kind);
        using var one = new SampleTables(keys, signing, kind);
        var edit = both.Plan(Enable("example.com"), Enable("example.net"), Switch("example.org", "s1", "new"));
        SampleTables.Write(edit);
        SampleTables.Write(edit.Undo(new HashSet<DomainName> { DomainName.Parse("example.net"), DomainName.Parse("example.org") }));
        one.Apply(Enable("example.com"));
        return both.Keys == one.Keys && both.Signing == one.Signing;
    });

    [Fact]
    public void Undoing_after_another_program_wrote_keeps_what_they_wrote() => Check((keys, signing, kind) =>
    {
        using var tables = new SampleTables(keys, signing, kind);
        var edit = tables.Plan(Enable("example.com"), Switch("example.org", "s1", "new"));
        SampleTables.Write(edit);
        var file = edit.Before.Files[1].Path;
        File.AppendAllText(file, (tables.Signing.EndsWith('\n') || tables.Signing.Length == 0 ? "" : "\n") + "# theirs\n");
        SampleTables.Write(edit.Undo(edit.Changes.Select(change => change.Domain).ToHashSet()));
        var left = Without(tables.Signing, "# theirs");
        return tables.Signing.Contains("# theirs\n", StringComparison.Ordinal)
            && (left == signing || left.TrimEnd('\r', '\n') == signing.TrimEnd('\r', '\n'))
            && SameLines(tables.Keys, keys);
    });

    [Fact]
    public void Undoing_after_another_program_wrote_in_both_tables_puts_every_line_back() => Check((keys, signing, kind) =>
    {
        using var tables = new SampleTables(keys, signing, kind);
        var edit = tables.Plan(Enable("example.com"), Switch("example.org", "s1", "new"), Disable("other.example"));
        SampleTables.Write(edit);
        foreach (var file in edit.Before.Files)
        {
            File.WriteAllBytes(file.Path, [.. "# theirs\n"u8, .. File.ReadAllBytes(file.Path)]);
        }

        SampleTables.Write(edit.Undo(edit.Changes.Select(change => change.Domain).ToHashSet()));
        return HasAllLines(Without(tables.Keys, "# theirs"), keys) && HasAllLines(Without(tables.Signing, "# theirs"), signing);
    });

    [Fact]
    public void Consecutive_removed_lines_are_restored_in_place()
    {
        const string Keys = "k0 example.net:s0:/keys/k0\nk1 example.org:s1:/keys/k1\r\nk1 example.org:s1:/keys/k1\n# between\nk1 "
            + "example.org:s1:/keys/k1\n# no end";
        const string Signing = "example.org k1\n";
        using var tables = new SampleTables(Keys, Signing, "file");
        var edit = tables.Plan(Switch("example.org", "s1", "new"));
        SampleTables.Write(edit);
        Assert.DoesNotContain("k1", tables.Keys, StringComparison.Ordinal);
        File.WriteAllText(tables["KeyTable"], "# theirs\n" + tables.Keys);
        File.AppendAllText(tables["SigningTable"], "# theirs\n");
        SampleTables.Write(edit.Undo(edit.Changes.Select(change => change.Domain).ToHashSet()));
        Assert.Equal(("# theirs\n" + Keys + "\n", Signing + "# theirs\n"), (tables.Keys, tables.Signing));
    }

    [Fact]
    public void Every_intermediate_state_has_every_key_that_it_names() => Check((keys, signing, kind) =>
    {
        using var tables = new SampleTables(keys, signing, kind);
        var edit = tables.Plan(Enable("example.com"), Switch("example.org", "s1", "new"), Disable("other.example"));
        var before = Unknown(tables);
        foreach (var file in edit.Files)
        {
            File.WriteAllBytes(file.Path, file.After.ToArray());
            if (!Unknown(tables).IsSubsetOf(before))
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void The_shown_change_turns_the_old_tables_into_the_new_ones() => Check((keys, signing, kind) =>
    {
        using var tables = new SampleTables(keys, signing, kind);
        var before = new Dictionary<string, byte[]>
        {
            [tables["KeyTable"]] = File.ReadAllBytes(tables["KeyTable"]),
            [tables["SigningTable"]] = File.ReadAllBytes(tables["SigningTable"]),
        };
        var edit = tables.Plan(Enable("example.com"), Enable("example.net"), Switch("example.org", "s1", "new"), Disable("other.example"));
        var shown = LineDiff.Of(edit.Files);
        SampleTables.Write(edit);
        var encodings = before.Keys.ToDictionary(
            path => path,
            path => System.Text.Unicode.Utf8.IsValid(before[path]) && System.Text.Unicode.Utf8.IsValid(File.ReadAllBytes(path))
                ? Encoding.UTF8
                : Encoding.Latin1);
        return before.Keys.All(path =>
        {
            var applied = UnifiedDiff.Apply(shown, file => before[file], file => encodings[file]).GetValueOrDefault(path) ?? before[path];
            return applied.AsSpan().SequenceEqual(File.ReadAllBytes(path));
        });
    });

    private static HashSet<string> Unknown(SampleTables tables) =>
        [
            .. tables.Signer.Read().Entries.Where(entry => entry.KeyName is not null && entry.Selector is null)
                .Select(entry => entry.KeyName!),
        ];

    private static void Check(Func<string, string, string, bool> holds) => Always.Holds(
        from keys in Table from signing in Table from kind in Kind select (keys, signing, kind),
        tables => Assert.True(holds(tables.keys, tables.signing, tables.kind)),
        times: 40);

    /// <summary>The text without the one line.</summary>
    private static string Without(string text, string line)
    {
        foreach (var end in new[] { "\r\n", "\n" })
        {
            var at = text.LastIndexOf(line + end, StringComparison.Ordinal);
            if (at >= 0)
            {
                return text.Remove(at, line.Length + end.Length);
            }
        }

        return text;
    }

    /// <summary>The text as it is once another line follows it.</summary>
    private static string Ended(string before, string after) => before.Length == 0 || before.EndsWith('\n') || after == before ? before
        : before + (before.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end && before[end - 1] == '\r' ? "\r\n" : "\n");

    private static bool SameLines(string one, string other) =>
        Encoding.Latin1.GetBytes(one.TrimEnd('\r', '\n')).Length == Encoding.Latin1.GetBytes(other.TrimEnd('\r', '\n')).Length
        && Lines(one).SequenceEqual(Lines(other));

    /// <summary>
    /// Whether all lines exist in any order, with at most one added line end.
    /// </summary>
    private static bool HasAllLines(string now, string before) =>
        now.Length - before.Length is >= 0 and <= 2 && Lines(now).SequenceEqual(Lines(before));

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).Order(StringComparer.Ordinal);
}
