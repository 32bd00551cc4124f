using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>Reads the output of <c>strace -f -y</c>.</summary>
internal sealed partial class TraceLog
{
    private const string Unfinished = " <unfinished ...>";

    private readonly string root;
    private readonly Dictionary<string, int> pending = [];
    private readonly List<TracedCall> calls = [];

    /// <param name="root">The folder on whose files the calls count.</param>
    public TraceLog(string root) => this.root = root + "/";

    /// <summary>The calls on files of the folder, in order of their start.</summary>
    public IReadOnlyList<TracedCall> Calls => [.. calls.Where(call => call.Paths.Count > 0)];

    /// <summary>The names of all calls, on any files.</summary>
    public IEnumerable<string> Names => calls.Select(call => call.Name);

    public void Add(string line)
    {
        if (Beginning().Match(line) is { Success: true } beginning)
        {
            Begin(beginning.Groups["thread"].Value, beginning.Groups["name"].Value, beginning.Groups["rest"].Value);
        }
        else if (Resumption().Match(line) is { Success: true } resumption
            && pending.Remove(resumption.Groups["thread"].Value, out var index))
        {
            var (arguments, result) = Cut(calls[index].Arguments + resumption.Groups["rest"].Value);
            calls[index] = calls[index] with { Arguments = arguments, Result = result, Paths = PathsIn(calls[index].Name, arguments) };
        }
    }

    private void Begin(string thread, string name, string rest)
    {
        var (arguments, result) = rest.EndsWith(Unfinished, StringComparison.Ordinal)
            ? (rest[..^Unfinished.Length], null)
            : Cut(rest);
        if (result is null)
        {
            pending[thread] = calls.Count;
        }

        calls.Add(new TracedCall(name, arguments, result, PathsIn(name, arguments)));
    }

    private static (string Arguments, string? Result) Cut(string text) =>
        Ending().Match(text) is { Success: true } ending
            ? (text[..ending.Index], ending.Groups["result"].Value)
            : (text, null);

    private static bool IsRelative(string call) => call.Contains("at", StringComparison.Ordinal) && call is not ("utimensat" or "creat");

    private string[] PathsIn(string name, string arguments) =>
    [
        .. PathArgument().Matches(IsRelative(name) ? RelativeName().Replace(arguments, "\"${folder}/${name}\"") : arguments)
            .Select(match => match.Groups["path"].Value)
            .Where(path => path.StartsWith(root, StringComparison.Ordinal))
            .Select(path => path[root.Length..]),
    ];

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\((?<rest>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^(?<thread>\d+) +<\.\.\. \w+ resumed>(?<rest>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Resumption();

    [GeneratedRegex(@"\) += (?<result>\?|-?\d+.*)$", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Ending();

    /// <summary>A name relative to an open folder, as in <c>unlinkat(7&lt;/folder&gt;, "name", 0)</c>.</summary>
    [GeneratedRegex("""\d+<(?<folder>/[^>]*)>, "(?<name>[^"/][^"]*)"(?=, |$)""", RegexOptions.CultureInvariant)]
    private static partial Regex RelativeName();

    [GeneratedRegex("[\"<](?<path>/[^\">]*)[\">]", RegexOptions.CultureInvariant)]
    private static partial Regex PathArgument();
}
