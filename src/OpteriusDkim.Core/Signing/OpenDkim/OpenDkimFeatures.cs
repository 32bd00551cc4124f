using System.Diagnostics;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The features of an OpenDKIM program, detected once from <c>opendkim -V</c> and by a test run.</summary>
internal sealed class OpenDkimFeatures(string program = OpenDkimFeatures.DefaultProgram)
{
    /// <summary>The path in Debian's package.</summary>
    public const string DefaultProgram = "/usr/sbin/opendkim";

    private const string Ed25519Signature = "ed25519-sha256";

    private readonly OpenDkimFieldProbe probe = new(program);
    private Task<string?>? versionText;
    private Task<bool>? algorithmField;

    /// <summary>Whether detection has run and found support for the algorithm as the fourth KeyTable field.</summary>
    internal bool SupportsAlgorithmField => algorithmField is { IsCompletedSuccessfully: true, Result: true };

    /// <summary>Detects whether the KeyTable supports the algorithm field.</summary>
    internal Task<bool> DetectAlgorithmFieldAsync(CancellationToken cancellation) => algorithmField ??= probe.RunAsync(cancellation);

    /// <summary>
    /// Why it can't sign with keys of an algorithm, or null. Runs the detection of the algorithm field if the answer depends on it.
    /// </summary>
    /// <param name="configured">The configured SignatureAlgorithm, or null.</param>
    public async Task<DkimFinding?> ProblemOfAsync(DkimKeyAlgorithm algorithm, string? configured, CancellationToken cancellation)
    {
        var isEd25519 = algorithm == DkimKeyAlgorithm.Ed25519;
        var setToEd25519 = Ed25519Signature.Equals(configured, StringComparison.OrdinalIgnoreCase);
        if (!isEd25519 && !setToEd25519)
        {
            return null;
        }

        var text = await (versionText ??= ReadVersionTextAsync(cancellation)).ConfigureAwait(false);
        if (isEd25519 && setToEd25519 && text?.Contains(Ed25519Signature, StringComparison.Ordinal) == true)
        {
            return null;
        }

        return await DetectAlgorithmFieldAsync(cancellation).ConfigureAwait(false)
            ? null
            : Unable(isEd25519 ? "Ed25519" : "RSA", VersionIn(text), configured);
    }

    private static DkimFinding Unable(string algorithm, Version? version, string? configured) => FindingTable.AlgorithmNotSigned.With(
        ("algorithm", algorithm), ("version", version?.ToString() ?? "of an unknown version"),
        ("configured", configured ?? "rsa-sha256, the default"));

    /// <summary>The version in <c>opendkim: OpenDKIM Filter v2.11.0</c>.</summary>
    private static Version? VersionIn(string? text)
    {
        var at = text?.IndexOf("Filter v", StringComparison.Ordinal) ?? -1;
        if (at < 0)
        {
            return null;
        }

        var number = string.Concat(text![(at + 8)..].TakeWhile(character => char.IsAsciiDigit(character) || character == '.'));
        return Version.TryParse(number.TrimEnd('.'), out var version) ? version : null;
    }

    private async Task<string?> ReadVersionTextAsync(CancellationToken cancellation)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(program, ["-V"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return await output.ConfigureAwait(false) + await error.ConfigureAwait(false);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
