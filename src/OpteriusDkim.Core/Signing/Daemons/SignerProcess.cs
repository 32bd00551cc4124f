using System.Globalization;
using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Daemons;

/// <summary>Finds the process of a daemon by its PID file.</summary>
internal static class SignerProcess
{
    private const int LongestPid = 64;

    /// <summary>The process and its command line; null if it isn't running or that is unknown.</summary>
    public static (int Process, string Command)? CommandLineOf(SignerDaemon daemon)
    {
        try
        {
            var process = Of(daemon);
            var command = File.ReadAllText($"/proc/{process}/cmdline").TrimEnd('\0').Replace('\0', ' ');
            return command.Length > 0 ? (process, PrintableText.Clean(command)) : null;
        }
        catch (Exception exception) when (exception is DkimException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The process in the PID file, after checking its program: a stale file may contain the id of another process.</summary>
    /// <exception cref="InaccessibleException">It isn't running, or the id belongs to another program.</exception>
    public static int Of(SignerDaemon daemon)
    {
        var text = ReadPidFile(daemon);
        if (!int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var process) || process <= 1)
        {
            throw NotRunning(daemon, $"its PID file {daemon.PidFile} contains no process id");
        }

        var program = NameOf(process);
        return program == ProgramOf(daemon) ? process
            : throw NotRunning(daemon, program is null
                ? $"process {process} in its PID file {daemon.PidFile} is not running"
                : $"process {process} in its PID file {daemon.PidFile} is another program, {PrintableText.Quote(program)}");
    }

    /// <summary>The same; null if it isn't running or that is unknown.</summary>
    public static int? Find(SignerDaemon daemon)
    {
        try
        {
            return Of(daemon);
        }
        catch (InaccessibleException)
        {
            return null;
        }
    }

    /// <summary>The name of the daemon's program.</summary>
    public static string ProgramOf(SignerDaemon daemon) => daemon.Type == SignerType.OpenDkim ? "opendkim" : "rspamd";

    private static string ReadPidFile(SignerDaemon daemon)
    {
        if (daemon.PidFile is null)
        {
            throw NotRunning(daemon, "its configuration sets no PID file");
        }

        try
        {
            // Rspamd keeps its PID file locked, and the class library doesn't open locked files.
            return Encoding.ASCII.GetString(Descriptor.ReadAll(daemon.PidFile, LongestPid)
                ?? throw NotRunning(
                    daemon,
                    $"its PID file {daemon.PidFile} was not found{(daemon.Type == SignerType.Rspamd ? " (rspamd -f writes none)" : "")}"));
        }
        catch (InaccessibleException exception) when (exception.Finding.Code != FindingTable.SignerNotRunning.Code)
        {
            throw NotRunning(daemon, $"its PID file {daemon.PidFile} can't be read", exception);
        }
    }

    /// <summary>The name of the program's file, which a process can't forge; its own name if only root may read the link.</summary>
    private static string? NameOf(int process)
    {
        try
        {
            var file = new FileInfo($"/proc/{process}/exe").LinkTarget;
            return file is not null
                ? Path.GetFileName(file.Replace(" (deleted)", "", StringComparison.Ordinal))
                : File.ReadAllText($"/proc/{process}/comm").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The error for a daemon that isn't running.</summary>
    public static InaccessibleException NotRunning(SignerDaemon daemon, string problem, Exception? cause = null) =>
        new(FindingTable.SignerNotRunning.With(("program", ProgramOf(daemon)), ("problem", problem)), daemon.PidFile, cause);
}
