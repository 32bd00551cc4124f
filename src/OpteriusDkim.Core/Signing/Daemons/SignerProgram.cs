using System.ComponentModel;
using System.Diagnostics;

namespace OpteriusDkim.Signing.Daemons;

/// <summary>Runs a program of a signer or of Postfix, optionally as the daemon's user.</summary>
internal static class SignerProgram
{
    /// <param name="user">The user to run it as; null for the caller.</param>
    /// <param name="outputTimeout">The timeout time without output before it is killed.</param>
    /// <returns>The result; null if the program isn't installed.</returns>
    /// <exception cref="OperationCanceledException">It was killed.</exception>
    public static async Task<SignerProgramResult?> RunAsync(
        string program, IReadOnlyList<string> arguments, string? user, TimeSpan outputTimeout, CancellationToken cancellation)
    {
        if (!File.Exists(program))
        {
            return null;
        }

        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            },
        };
        if (user is not null)
        {
            process.StartInfo.UserName = user;
        }

        return await RunAsync(process, outputTimeout, cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs it as the caller and waits for its exit.</summary>
    /// <returns>The result; exit code -1 with the reason as error if it couldn't be started or timed out.</returns>
    public static SignerProgramResult Run(string program, IReadOnlyList<string> arguments, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            // On a pool thread, because the caller is on the pipeline thread.
            return Task.Run(() => RunAsync(program, arguments, user: null, timeout, limit.Token)).GetAwaiter().GetResult()
                ?? NotRun($"{program}: not found");
        }
        catch (Win32Exception exception)
        {
            return NotRun($"{program}: {exception.Message}");
        }
        catch (OperationCanceledException)
        {
            return NotRun($"{program} did not finish within {timeout.TotalSeconds:0} s");
        }
    }

    private static SignerProgramResult NotRun(string reason) => new(-1, "", reason);

    private static async Task<SignerProgramResult> RunAsync(Process process, TimeSpan outputTimeout, CancellationToken cancellation)
    {
        process.Start();
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(outputTimeout);
        try
        {
            var texts = await Task.WhenAll(
                ReadAsync(process.StandardOutput, limit, outputTimeout),
                ReadAsync(process.StandardError, limit, outputTimeout)).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return new SignerProgramResult(process.ExitCode, texts[0], texts[1]);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw;
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationTokenSource limit, TimeSpan outputTimeout)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[8192];
        while (await reader.ReadAsync(buffer, limit.Token).ConfigureAwait(false) is > 0 and var read)
        {
            text.Append(buffer, 0, read);
            limit.CancelAfter(outputTimeout);
        }

        return text.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has already exited.
        }
    }
}
