using System.Text.Json;
using System.Text.RegularExpressions;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// A map of Rspamd: a key and a value per line, <c>#</c> begins a comment. It is in files of this host or in the configuration itself.
/// Maps at URLs and of other types aren't supported.
/// </summary>
internal sealed partial class RspamdMap
{
    private const string FileScheme = "file://";
    private const string ByteOrderMark = "\uFEFF";

    private static readonly (string Prefix, RspamdMapKind? Kind)[] Kinds =
    [
        ("regexp;", RspamdMapKind.Expression), ("re;", RspamdMapKind.Expression), ("glob;", RspamdMapKind.Glob),
        ("hash;", RspamdMapKind.Hash), ("plain;", RspamdMapKind.Hash),
        ("regexp_multi;", null), ("re_multi;", null), ("glob_multi;", null), ("radix;", null), ("ipnet;", null), ("set;", null),
        ("cdb;", null), ("cdb:/", null),
    ];

    private readonly Lazy<IReadOnlyDictionary<string, RspamdMapLine>> byKey;
    private readonly Lazy<IReadOnlyList<(RspamdGlob Pattern, RspamdMapLine Line)>> patterns;
    private readonly Lazy<bool> matchesNothing;
    private readonly Lazy<bool> keepsOrder;
    private readonly Dictionary<string, RspamdMapLine?> matched = new(StringComparer.Ordinal);
    private readonly RspamdMapRules rules;

    private RspamdMap(IReadOnlyList<RspamdMapLine> lines, RspamdMapKind kind, RspamdMapRules rules)
    {
        (Lines, Kind, this.rules) = (lines, kind, rules);
        byKey = new Lazy<IReadOnlyDictionary<string, RspamdMapLine>>(ByKey);
        patterns = new Lazy<IReadOnlyList<(RspamdGlob, RspamdMapLine)>>(() =>
        [
            .. from line in Lines
               let pattern = PatternOf(line.Key)
               where pattern is not null
               select (pattern, line),
        ]);
        matchesNothing = new Lazy<bool>(() => patterns.Value.Any(pattern => pattern.Pattern.IsMatch("")));
        keepsOrder = new Lazy<bool>(() => patterns.Value.Any(pattern => pattern.Pattern.HasInnerStar));
    }

    /// <summary>Keys and values in file order.</summary>
    public IReadOnlyList<RspamdMapLine> Lines { get; }

    /// <summary>How keys are compared.</summary>
    public RspamdMapKind Kind { get; }

    /// <summary>Whether it could be read. Otherwise its content is unknown.</summary>
    public bool IsRead { get; private init; } = true;

    /// <param name="setting">File and line of the setting.</param>
    /// <param name="kind">The default kind.</param>
    /// <returns>The map; null for a value that Rspamd ignores.</returns>
    /// <exception cref="InaccessibleException">A file of it can't be read.</exception>
    public static RspamdMap? Of(JsonElement value, string setting, RspamdMapKind kind, RspamdMapRules rules, SignerFiles files)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return OfText(value.GetString()!, kind, rules, files);
            case JsonValueKind.Array when value.GetArrayLength() > 0 && value.EnumerateArray().All(IsText):
                return OfList([.. value.EnumerateArray().Select(item => item.GetString()!)], setting, kind, rules, files);
            case JsonValueKind.Object when RspamdBlock.ValueOf(value, "url") is { } url && IsText(url) && url.GetString() != "static":
                return OfText(url.GetString()!, kind, rules, files);
            case JsonValueKind.Object or JsonValueKind.Array:
                return new RspamdMap([], kind, rules) { IsRead = false };
            default:
                return null;
        }
    }

    /// <summary>
    /// The line that applies to a key. Of several matching patterns it is the one whose match ends first, and of those the first in the map
    /// that doesn't yield to another. If a pattern matches the empty text, it is always the first.
    /// </summary>
    public RspamdMapLine? Find(string key)
    {
        if (Kind is RspamdMapKind.Hash or RspamdMapKind.ExactHash)
        {
            return byKey.Value.GetValueOrDefault(key);
        }

        if (!matched.TryGetValue(key, out var line))
        {
            matched[key] = line = Match(key);
        }

        return line;
    }

    /// <summary>A key's pattern in a glob or regexp map; null for an unsupported expression.</summary>
    public RspamdGlob? PatternOf(string key) =>
        Kind == RspamdMapKind.Expression ? RspamdGlob.OfExpression(key) : new RspamdGlob(key, rules.GlobsMatchWhole);

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private RspamdMapLine? Match(string key)
    {
        var found = patterns.Value.Where(pattern => pattern.Pattern.IsMatch(key)).ToArray();
        if (found.Length < 2 || (matchesNothing.Value && !rules.GlobsMatchWhole))
        {
            return found.FirstOrDefault().Line;
        }

        var first = found.GroupBy(pattern => pattern.Pattern.EndOfMatch(key)).MinBy(group => group.Key)!.ToArray();
        return (keepsOrder.Value ? first[0] : first.First(one => !first.Any(other => one.Pattern.YieldsTo(other.Pattern)))).Line;
    }

    private static RspamdMap? OfText(string text, RspamdMapKind kind, RspamdMapRules rules, SignerFiles files)
    {
        var (rest, own) = WithoutKind(text, kind);
        if (PathOf(rest) is ['/', ..] path && own is { } known)
        {
            return OfFiles([path], known, rules, files);
        }

        return own is null || rest.Contains(':', StringComparison.Ordinal) ? new RspamdMap([], kind, rules) { IsRead = false } : null;
    }

    /// <summary>A list contains files if its first element is a path, else lines.</summary>
    private static RspamdMap OfList(
        IReadOnlyList<string> texts, string setting, RspamdMapKind kind, RspamdMapRules rules, SignerFiles files)
    {
        var parts = texts.Select(text => WithoutKind(text, kind)).ToArray();
        if (parts.Any(part => part.Kind is null || IsRemote(part.Text)))
        {
            return new RspamdMap([], kind, rules) { IsRead = false };
        }

        var changed = parts.FirstOrDefault(part => part.Kind != kind).Kind ?? kind;
        var isPrefixed = texts[0] != parts[0].Text;
        var first = parts[0].Text;
        if (FileInList().IsMatch(first) || (rules.ListsTakeFileUrls && first.StartsWith(FileScheme, StringComparison.Ordinal)))
        {
            return OfFiles([.. parts.Select(part => PathOf(part.Text))], changed, rules, files);
        }

        // Rspamd reads a list without a type prefix as keys without values.
        var lines = changed == RspamdMapKind.Hash && !isPrefixed ? [] : parts.SelectMany(part => Cut(part.Text, setting));
        return new RspamdMap([.. lines], changed == RspamdMapKind.Hash ? RspamdMapKind.ExactHash : changed, rules);
    }

    private static bool IsRemote(string text) =>
        text.StartsWith("http", StringComparison.Ordinal) || text.Contains("+file://", StringComparison.Ordinal);

    private static RspamdMap OfFiles(IReadOnlyList<string> paths, RspamdMapKind kind, RspamdMapRules rules, SignerFiles files) =>
        new([.. paths.SelectMany(path => LinesOf(path, files))], kind, rules) { IsRead = paths.All(path => path.StartsWith('/')) };

    private static (string Text, RspamdMapKind? Kind) WithoutKind(string text, RspamdMapKind kind)
    {
        var prefix = Array.Find(Kinds, prefix => text.StartsWith(prefix.Prefix, StringComparison.Ordinal));
        return prefix.Prefix is null ? (text, kind) : (text[prefix.Prefix.Length..], prefix.Kind);
    }

    private static string PathOf(string text) => text.StartsWith(FileScheme, StringComparison.Ordinal) ? text[FileScheme.Length..] : text;

    private static IEnumerable<RspamdMapLine> LinesOf(string path, SignerFiles files) =>
        files.Exists(path)
            ? files.ReadLines(path)
                .SelectMany((line, index) => Cut(index == 0 && BeginsWithMark(path) ? ByteOrderMark + line : line, $"{path}:{index + 1}"))
            : [];

    /// <summary>Rspamd reads a byte order mark as part of the first key.</summary>
    private static bool BeginsWithMark(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> first = stackalloc byte[3];
        return file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.SequenceEqual("\uFEFF"u8);
    }

    private static IEnumerable<RspamdMapLine> Cut(string line, string source) =>
        line.Split('#', 2)[0].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var key, var value] => [new RspamdMapLine(key.Trim('"'), value.Trim(), source)],
            [var key] => [new RspamdMapLine(key.Trim('"'), "", source)],
            _ => [],
        };

    /// <summary>The last of equal keys applies.</summary>
    private Dictionary<string, RspamdMapLine> ByKey()
    {
        var comparer = Kind == RspamdMapKind.Hash ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var lines = new Dictionary<string, RspamdMapLine>(comparer);
        foreach (var line in Lines)
        {
            lines[line.Key] = line;
        }

        return lines;
    }

    [GeneratedRegex("^/[A-Za-z]", RegexOptions.CultureInvariant)]
    private static partial Regex FileInList();
}
