using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>What an OpenDKIM can do, by what it says of itself (<c>opendkim -V</c>); it is asked once.</summary>
/// <param name="program">Its path.</param>
public sealed class OpenDkimFeatures(string program = OpenDkimFeatures.DefaultProgram)
{
    /// <summary>Where Debian's package puts it.</summary>
    public const string DefaultProgram = "/usr/sbin/opendkim";

    private const string Ed25519Signature = "ed25519-sha256";

    // The version up to which one algorithm is set for all domains, and rsa-sha256 unless it is.
    private static readonly Version OneAlgorithm = new(2, 11, int.MaxValue);

    private Task<string?>? answer;

    /// <summary>Why it can't sign with keys of an algorithm, or null.</summary>
    /// <param name="algorithm">The keys' algorithm.</param>
    /// <param name="configured">Its SignatureAlgorithm, or null.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<DkimFinding?> ProblemOfAsync(DkimKeyAlgorithm algorithm, string? configured, CancellationToken cancellation)
    {
        var isEd25519 = algorithm == DkimKeyAlgorithm.Ed25519;
        var setToEd25519 = Ed25519Signature.Equals(configured, StringComparison.OrdinalIgnoreCase);
        if (!isEd25519 && !setToEd25519)
        {
            return null;
        }

        var text = await (answer ??= AskAsync(cancellation)).ConfigureAwait(false);
        var version = VersionIn(text);
        var chooses = version is not null && version > OneAlgorithm;
        var knows = text?.Contains(Ed25519Signature, StringComparison.Ordinal) == true;
        return isEd25519 ? knows && (chooses || setToEd25519) ? null : Unable("Ed25519", version, configured)
            : chooses ? null : Unable("RSA", version, configured);
    }

    private static DkimFinding Unable(string algorithm, Version? version, string? configured) => FindingTable.AlgorithmNotSigned.With(
        ("algorithm", algorithm), ("version", version?.ToString() ?? "of an unknown version"), ("configured", configured ?? "rsa-sha256, the default"));

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

    private async Task<string?> AskAsync(CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "-V") { RedirectStandardOutput = true, RedirectStandardError = true })!;
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
