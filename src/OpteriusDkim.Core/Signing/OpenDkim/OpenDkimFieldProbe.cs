using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Keys;
using OpteriusDkim.Records;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// Detects whether an OpenDKIM supports the algorithm as fourth KeyTable field. The version number doesn't show it, so the program signs
/// a message with a temporary key.
/// </summary>
internal sealed class OpenDkimFieldProbe(string program)
{
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(20);

    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        if (!File.Exists(program))
        {
            return false;
        }

        using var folder = DryRunFolder.Make();
        var (configuration, message) = Write(folder);
        try
        {
            var run = await SignerProgram.RunAsync(
                program, ["-x", configuration, "-t", message, "-vv"], user: null, OutputTimeout, cancellation).ConfigureAwait(false);
            folder.RequirePresent();
            return run?.Output.Contains($"a={OpenDkimKeyRules.Ed25519}", StringComparison.Ordinal) == true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The key is used for nothing else, so RequireSafeKeys can be off.</summary>
    private static (string Configuration, string Message) Write(DryRunFolder folder)
    {
        var key = WriteKey(folder);
        var keys = WriteText(folder, "keys", $"probe probe.example:probe:{key}:{OpenDkimKeyRules.Ed25519}\n");
        var signing = WriteText(folder, "signing", "*@probe.example probe\n");
        var message = "From: a@probe.example\r\nTo: b@probe.example\r\nSubject: s\r\nDate: Tue, 24 Nov 2026 "
            + "20:00:00 +0000\r\n\r\nprobe\r\n";
        return (
            WriteText(folder, "conf", $"Mode s\nSyslog no\nRequireSafeKeys no\nKeyTable file:{keys}\nSigningTable refile:{signing}\n"),
            WriteText(folder, "message", message));
    }

    private static string WriteKey(DryRunFolder folder)
    {
        byte[] der = [.. PrivateKeyFile.Ed25519Prefix, .. RandomNumberGenerator.GetBytes(DkimPublicKey.Ed25519Length)];
        var path = WriteText(folder, "key", PemEncoding.WriteString(PrivateKeyFile.Pkcs8Label, der) + "\n");
        CryptographicOperations.ZeroMemory(der);
        return path;
    }

    private static string WriteText(DryRunFolder folder, string name, string text) => folder.Write(name, Encoding.ASCII.GetBytes(text));
}
