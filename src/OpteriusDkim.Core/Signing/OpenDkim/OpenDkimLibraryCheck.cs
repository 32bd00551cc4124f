using System.Text;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// Checks whether OpenDKIM can set up its library with the header field lists and the resolver of a configuration.
/// <c>opendkim -n</c> doesn't check that; the daemon exits at startup if it fails.
/// </summary>
internal sealed class OpenDkimLibraryCheck(string program)
{
    private const string Message = "From: a@probe.example\r\nTo: b@probe.example\r\nSubject: s\r\n"
        + "Date: Tue, 24 Nov 2026 20:00:00 +0000\r\n\r\nprobe\r\n";

    private const string Failure = "can't configure DKIM library";

    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(10);
    private static readonly string[] Directives = ["SignHeaders", "OmitHeaders", "OversignHeaders", "ResolverConfiguration", "Nameservers"];

    /// <summary>Why the library can't be set up, or null.</summary>
    public async Task<string?> ProblemOfAsync(OpenDkimConfiguration configuration, CancellationToken cancellation)
    {
        var set = Directives.Select(name => configuration[name]).OfType<OpenDkimDirective>()
            .Where(directive => directive.Value.Length > 0).ToArray();
        if (set.Length == 0)
        {
            return null;
        }

        using var folder = DryRunFolder.Make();
        var (path, message) = Write(folder, set, configuration.ValueOf("BaseDirectory"));
        var run = await SignerProgram.RunAsync(
            program, ["-x", path, "-t", message], user: null, OutputTimeout, cancellation).ConfigureAwait(false);
        folder.RequirePresent();
        return run is { ExitCode: not 0 } && run.Reason.Contains(Failure, StringComparison.Ordinal)
            ? $"{run.Reason.TrimEnd('.')} ({string.Join(", ", set.Select(directive => $"{directive.Name} at {directive.Source}"))})"
            : null;
    }

    /// <summary>Only these directives, so that no table, script or key is read.</summary>
    private static (string Configuration, string Message) Write(DryRunFolder folder, OpenDkimDirective[] set, string? baseDirectory)
    {
        var lines = set.Select(directive => $"{directive.Name} {directive.Value}\n");
        var text = $"Mode v\nSyslog no\n{(baseDirectory is null ? "" : $"BaseDirectory {baseDirectory}\n")}{string.Concat(lines)}";
        return (
            folder.Write("conf", Encoding.UTF8.GetBytes(text)),
            folder.Write("message", Encoding.ASCII.GetBytes(Message)));
    }
}
