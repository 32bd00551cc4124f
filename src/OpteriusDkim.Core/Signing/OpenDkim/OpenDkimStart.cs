using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// Checks whether OpenDKIM starts with a configuration: by <c>opendkim -n</c>, and by own checks of the user and the
/// socket, which <c>-n</c> doesn't cover.
/// </summary>
internal sealed class OpenDkimStart(string configurationPath, string program = OpenDkimFeatures.DefaultProgram)
{
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Why it doesn't start; null if it does or that is unknown.</summary>
    public DkimFinding? ProblemOf(OpenDkimConfiguration configuration, SignerDaemon daemon)
    {
        var problem = CanRunProgram(daemon) ? CheckByProgram(configuration) : configuration.Problem;
        return (problem ?? ProblemOfUserOrSocket(configuration, daemon)) is { } found
            ? FindingTable.ConfigurationRefused.With(("program", program), ("path", configurationPath), ("reason", found.TrimEnd('.')))
            : null;
    }

    /// <summary>
    /// The daemon starts as root and can read every file. For another caller an unreadable file would be a false error.
    /// </summary>
    private bool CanRunProgram(SignerDaemon daemon) =>
        File.Exists(program) && (FileOwner.CallerIsRoot || Environment.UserName == daemon.User);

    /// <summary>The program's error; null if it accepts the configuration.</summary>
    private string? CheckByProgram(OpenDkimConfiguration configuration)
    {
        try
        {
            using var limit = new CancellationTokenSource(OutputTimeout);

            // On a pool thread, because the caller is on the pipeline thread.
            var result = Task.Run(
                () =>
                    SignerProgram.RunAsync(
                        program, ["-n", "-x", configurationPath], user: null, OutputTimeout, limit.Token)).GetAwaiter().GetResult();
            return result switch
            {
                null => null,
                _ when result.ExitCode == 0 => CheckLibrary(configuration, limit.Token),
                _ when result.Crashed => $"it crashes (exit code {result.ExitCode})",
                _ => Shortened(result.Reason),
            };
        }
        catch (OperationCanceledException)
        {
            return $"it did not finish checking the configuration (opendkim -n) within {OutputTimeout.TotalSeconds:0} s";
        }
    }

    private string? CheckLibrary(OpenDkimConfiguration configuration, CancellationToken cancellation) =>
        Task.Run(
            () => new OpenDkimLibraryCheck(program).ProblemOfAsync(configuration, cancellation),
            cancellation).GetAwaiter().GetResult() is { } problem
            ? Shortened(problem)
            : null;

    private static string Shortened(string reason) =>
        reason.StartsWith("opendkim: ", StringComparison.Ordinal) ? reason["opendkim: ".Length..] : reason;

    private static string? ProblemOfUserOrSocket(OpenDkimConfiguration configuration, SignerDaemon daemon)
    {
        var account = daemon.Group is null ? daemon.User : $"{daemon.User}:{daemon.Group}";
        if (configuration["UserID"] is { Value.Length: > 0 } user && FileOwner.Find(account) is null)
        {
            return $"{user.Source}: user {PrintableText.Quote(account)} not found";
        }

        return OpenDkimAutoRestart.ProblemOf(configuration) ?? OpenDkimSocket.ProblemOf(configuration, account);
    }
}
