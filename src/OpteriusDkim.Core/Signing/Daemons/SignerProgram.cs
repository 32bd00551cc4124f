using System.ComponentModel;
using System.Diagnostics;

namespace OpteriusDkim.Signing.Daemons;

/// <summary>Runs a program of a signer or of Postfix, as the daemon's user where that is asked for.</summary>
internal static class SignerProgram
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="user">The user to run it as; null for the caller.</param>
    /// <param name="silence">How long it may write nothing before it is ended.</param>
    /// <returns>What came of it; null where it isn't installed.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static async Task<SignerProgramResult?> RunAsync(
        string program, IReadOnlyList<string> arguments, string? user, TimeSpan silence, CancellationToken cancellation)
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

        return await RunAsync(process, silence, cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs it as the caller and waits for its end.</summary>
    /// <param name="longest">How long it may take.</param>
    /// <returns>What came of it; with the exit code -1 and the reason as error where it couldn't be started or took longer.</returns>
    public static SignerProgramResult Run(string program, IReadOnlyList<string> arguments, TimeSpan longest)
    {
        using var limit = new CancellationTokenSource(longest);
        try
        {
            // On a thread of the pool: the caller's is the pipeline's.
            return Task.Run(() => RunAsync(program, arguments, user: null, longest, limit.Token)).GetAwaiter().GetResult()
                ?? NotRun($"{program}: not found");
        }
        catch (Win32Exception exception)
        {
            return NotRun($"{program}: {exception.Message}");
        }
        catch (OperationCanceledException)
        {
            return NotRun($"{program} did not finish within {longest.TotalSeconds:0} s");
        }
    }

    private static SignerProgramResult NotRun(string reason) => new(-1, "", reason);

    private static async Task<SignerProgramResult> RunAsync(Process process, TimeSpan silence, CancellationToken cancellation)
    {
        process.Start();
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(silence);
        try
        {
            var texts = await Task.WhenAll(
                ReadAsync(process.StandardOutput, limit, silence), ReadAsync(process.StandardError, limit, silence)).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return new SignerProgramResult(process.ExitCode, texts[0], texts[1]);
        }
        catch (OperationCanceledException)
        {
            End(process);
            throw;
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationTokenSource limit, TimeSpan silence)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[8192];
        while (await reader.ReadAsync(buffer, limit.Token).ConfigureAwait(false) is > 0 and var read)
        {
            text.Append(buffer, 0, read);
            limit.CancelAfter(silence);
        }

        return text.ToString();
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
