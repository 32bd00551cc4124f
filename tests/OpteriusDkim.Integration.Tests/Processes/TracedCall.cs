using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>A system call as strace(1) shows it.</summary>
/// <param name="Arguments">Its arguments as printed.</param>
/// <param name="Result">Its result; null if it did not return.</param>
/// <param name="Paths">The sandbox's paths among its arguments, relative to the sandbox.</param>
internal sealed partial record TracedCall(string Name, string Arguments, string? Result, IReadOnlyList<string> Paths)
{
    /// <summary>Whether it succeeded.</summary>
    public bool Succeeded => Result is not null && !Result.StartsWith('-') && !Result.StartsWith('?');

    /// <summary>Whether it creates a file.</summary>
    public bool Creates => Name is "open" or "openat" or "creat" && Arguments.Contains("O_CREAT", StringComparison.Ordinal);

    /// <summary>Whether it changes or syncs files or folders.</summary>
    public bool IsChange => Name != "flock" && (Creates || !Name.StartsWith("open", StringComparison.Ordinal));

    /// <summary>Whether it visibly changes the folder tree.</summary>
    public bool IsVisible => Succeeded && IsChange && Name is not ("fsync" or "syncfs");

    /// <summary>The mode among its arguments.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public int Mode => ModeArgument().Match(Arguments) is { Success: true } match
        ? Convert.ToInt32(match.Groups["mode"].Value, 8)
        : throw new InvalidOperationException($"{this} has no mode.");

    /// <summary>Name and paths without random parts, the same in each run.</summary>
    public string Label => $"{Name} {string.Join(" -> ", Paths.Select(path => RandomPart().Replace(path, "*")))}";

    public override string ToString() => Label;

    [GeneratedRegex(
        @"(?<=\.)[0-9A-F]{16}(?=\.dkim-tmp)|(?<=-)[0-9A-F]{16}(?=\.lock)|(?<=opterius-dkim-)[0-9a-z]{8}|\d{8}T\d{6}\.\d{7}Z",
        RegexOptions.CultureInvariant)]
    private static partial Regex RandomPart();

    [GeneratedRegex(@", (?<mode>0[0-7]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex ModeArgument();
}
