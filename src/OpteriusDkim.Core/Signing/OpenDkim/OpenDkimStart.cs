using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// Whether OpenDKIM starts with a configuration: the program itself is asked (<c>opendkim -n</c>), beside what that doesn't
/// look at: the user, and the socket.
/// </summary>
internal sealed class OpenDkimStart(string configurationPath, string program = OpenDkimFeatures.DefaultProgram)
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    /// <summary>Why it doesn't start; null where it does, or where that is unknown.</summary>
    public DkimFinding? ProblemOf(OpenDkimConfiguration configuration, SignerDaemon daemon)
    {
        return ((MayAsk(daemon) ? Ask(configuration) : configuration.Problem) ?? OwnReason(configuration, daemon)) is { } found
            ? FindingTable.ConfigurationRefused.With(("program", program), ("path", configurationPath), ("reason", found.TrimEnd('.')))
            : null;
    }

    /// <summary>
    /// It starts as root, which reads everything. Another caller may be kept from files that are no problem to the daemon.
    /// </summary>
    private bool MayAsk(SignerDaemon daemon) =>
        File.Exists(program) && (FileOwner.CallerIsRoot || Environment.UserName == daemon.User);

    /// <summary>The program's reason; null where it has none.</summary>
    private string? Ask(OpenDkimConfiguration configuration)
    {
        try
        {
            using var limit = new CancellationTokenSource(LongestSilence);

            // On a thread of the pool: the caller's is the pipeline's.
            var result = Task.Run(
                () =>
                    SignerProgram.RunAsync(
                        program, ["-n", "-x", configurationPath], user: null, LongestSilence, limit.Token)).GetAwaiter().GetResult();
            return result switch
            {
                null => null,
                _ when result.ExitCode == 0 => AskLibrary(configuration, limit.Token),
                _ when result.Crashed => $"it crashes (exit code {result.ExitCode})",
                _ => Shortened(result.Reason),
            };
        }
        catch (OperationCanceledException)
        {
            return $"it did not finish checking the configuration (opendkim -n) within {LongestSilence.TotalSeconds:0} s";
        }
    }

    private string? AskLibrary(OpenDkimConfiguration configuration, CancellationToken cancellation) =>
        Task.Run(
            () => new OpenDkimLibraryCheck(program).ProblemOfAsync(configuration, cancellation),
            cancellation).GetAwaiter().GetResult() is { } problem
            ? Shortened(problem)
            : null;

    private static string Shortened(string reason) =>
        reason.StartsWith("opendkim: ", StringComparison.Ordinal) ? reason["opendkim: ".Length..] : reason;

    private static string? OwnReason(OpenDkimConfiguration configuration, SignerDaemon daemon)
    {
        var account = daemon.Group is null ? daemon.User : $"{daemon.User}:{daemon.Group}";
        if (configuration["UserID"] is { Value.Length: > 0 } user && FileOwner.Find(account) is null)
        {
            return $"{user.Source}: user {PrintableText.Quote(account)} not found";
        }

        return OpenDkimSocket.ProblemOf(configuration);
    }
}
