namespace OpteriusDkim;

/// <summary>How a program ended and what it printed.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number where a signal ended it.</param>
internal sealed record ToolOutcome(int ExitCode, string Output, string Error)
{
    /// <summary>The output of a program that has to succeed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Successful => ExitCode == 0
        ? Output
        : throw new InvalidOperationException($"It ended with {ExitCode}:\n{Output}\n{Error}");

    /// <summary>The ids of the errors that <see cref="ModuleProcess"/> reported.</summary>
    public IReadOnlyList<string> ErrorIds =>
        [.. Marked(ModuleProcess.ErrorMark).Select(text => text.Split(',')[0])];

    /// <summary>The rest of each output line that begins with a mark.</summary>
    public IReadOnlyList<string> Marked(string mark) =>
    [
        .. Output.Split('\n').Where(line => line.StartsWith(mark, StringComparison.Ordinal)).Select(line => line[mark.Length..].Trim()),
    ];
}
