using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Daemons;

/// <summary>How a program ended and what it wrote.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number where a signal ended it.</param>
internal sealed record SignerProgramResult(int ExitCode, string Output, string Error)
{
    private const int FirstSignal = 128;

    /// <summary>Whether it crashed.</summary>
    public bool Crashed => ExitCode > FirstSignal;

    /// <summary>The last line that it complained with, or its exit code.</summary>
    public string Reason => (Error + "\n" + Output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .LastOrDefault(line => line.Length > 0) is { } line
        ? PrintableText.Clean(line)
        : $"it ended with exit code {ExitCode}";
}
