namespace OpteriusDkim;

/// <summary>What the process says when it ends, in the numbers that shells use.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>An error was written, or ended the run.</summary>
    public const int Failure = 1;

    /// <summary>The command line itself was wrong; nothing ran.</summary>
    public const int Usage = 2;

    /// <summary>Standard output was closed by its reader: 128 + SIGPIPE.</summary>
    public const int OutputClosed = 128 + 13;

    public const int HungUp = 128 + 1;
    public const int Interrupted = 128 + 2;
    public const int Terminated = 128 + 15;
}
