using System.ComponentModel;
using System.Diagnostics;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Rotation;

/// <summary>
/// The program to run when a rotation requires action by a person. Its argument is the domain; standard input has the
/// text of a mail that says what to do.
/// </summary>
internal sealed class NotifyScript(string path)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Runs the program, and returns why it could not be run, or null.</summary>
    public async Task<DkimFinding?> RunAsync(DkimRotation rotation, CancellationToken cancellation)
    {
        try
        {
            var failure = new ScriptSafety().ProblemOf(path) ?? await StartAsync(rotation, cancellation).ConfigureAwait(false);
            return failure is null ? null : Failed(rotation, failure);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException or DkimException)
        {
            return Failed(rotation, exception.Message);
        }
    }

    /// <summary>The text of the mail.</summary>
    public static string TextOf(DkimRotation rotation) => string.Join('\n',
    [
        $"Action required: DKIM key {rotation.Kind.Noun()} of {rotation.Domain}{ChangeOf(rotation)}.",
        "",
        rotation.NextAction,
        .. rotation.Record is { } record
            ? (string[])["", $"Name:  {record.Name}", $"Type:  {record.Type}", $"TTL:   {record.Ttl}", "Value:", record.Value]
            : [],
        .. rotation.Findings.Where(finding => finding.Code is not (nameof(FindingTable.PublishByHand) or nameof(FindingTable.RemoveByHand)))
            .SelectMany(finding => (string[])["", finding.Message, finding.Advice]),
        "",
        $"To see its state: Get-DkimRotation {rotation.Domain}. To continue when this is done: Invoke-DkimRotation {rotation.Domain}.",
        "",
    ]);

    private static string ChangeOf(DkimRotation rotation) => rotation.Kind switch
    {
        RotationKind.Registration => $", selector {rotation.NewSelector ?? "not known yet"}",
        RotationKind.Retirement => rotation.OldSelector is { } retired ? $", selector {retired}" : "",
        _ => $", {rotation.OldSelector} to {rotation.NewSelector ?? "a new selector"}",
    };

    private async Task<string?> StartAsync(DkimRotation rotation, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(path, [rotation.Domain])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await WriteAsync(process, TextOf(rotation)).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            var outputText = await error.ConfigureAwait(false) is { Length: > 0 } text ? text : await output.ConfigureAwait(false);
            return process.ExitCode == 0
                ? null
                : $"it ended with exit code {process.ExitCode} {PrintableText.Shorten(PrintableText.Clean(outputText.Trim()))}";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return $"it did not finish within {Limit.TotalSeconds:0} seconds";
        }
    }

    /// <summary>A program that doesn't read its input is no failure.</summary>
    private static async Task WriteAsync(Process process, string text)
    {
        try
        {
            await process.StandardInput.WriteAsync(text).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It closed its end of the pipe.
        }
    }

    private DkimFinding Failed(DkimRotation rotation, string reason) =>
        FindingTable.NotifyFailed.With(("script", path), ("domain", rotation.Domain), ("reason", PrintableText.Clean(reason)));
}
