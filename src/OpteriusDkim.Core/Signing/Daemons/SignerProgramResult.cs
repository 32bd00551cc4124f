using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Daemons;

/// <summary>The exit code and output of a program.</summary>
/// <param name="ExitCode">Its exit code; 128 plus the signal number if a signal killed it.</param>
internal sealed record SignerProgramResult(int ExitCode, string Output, string Error)
{
    private const int FirstSignal = 128;

    public bool Crashed => ExitCode > FirstSignal;

    /// <summary>The last line of its error output, else of its output, else the exit code.</summary>
    public string Reason => (Error + "\n" + Output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .LastOrDefault(line => line.Length > 0) is { } line
        ? PrintableText.Clean(line)
        : $"it ended with exit code {ExitCode}";
}
