using System.Diagnostics;
using System.Globalization;

namespace OpteriusDkim;

/// <summary>A zone signed by BIND's own tools with a new key.</summary>
/// <param name="File">The whole zone file, signatures included.</param>
/// <param name="TrustAnchor">The DS record of its key, for use as a trust anchor.</param>
public sealed record SignedZone(string File, string TrustAnchor)
{
    private const string KeyProgram = "/usr/bin/dnssec-keygen";
    private const string SignProgram = "/usr/bin/dnssec-signzone";
    private const string DigestProgram = "/usr/bin/dnssec-dsfromkey";

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing => System.IO.File.Exists(SignProgram) ? null : "BIND's tools are not installed (Debian's bind9-utils)";

    /// <summary>Signs a zone.</summary>
    /// <param name="validUntil">When the signatures expire; in a month by default.</param>
    public static SignedZone Sign(string folder, string zone, string file, DateTime? validUntil = null)
    {
        Directory.CreateDirectory(folder);
        var plain = Path.Combine(folder, zone + ".zone");
        System.IO.File.WriteAllText(plain, file + "\n");
        var key = Run(KeyProgram, "-q", "-K", folder, "-a", "ECDSAP256SHA256", "-f", "KSK", zone).Trim();
        var end = validUntil ?? DateTime.UtcNow.AddDays(30);
        Run(
            SignProgram,
            "-S",
            "-z",
            "-P",
            "-K",
            folder,
            "-d",
            folder,
            "-s",
            Stamp(end.AddDays(-60)),
            "-e",
            Stamp(end),
            "-o",
            zone,
            "-f",
            plain + ".signed",
            plain);
        return new SignedZone(
            System.IO.File.ReadAllText(plain + ".signed"), Run(DigestProgram, "-2", Path.Combine(folder, key + ".key")).Trim());
    }

    private static string Stamp(DateTime time) => time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private static string Run(string program, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {error.GetAwaiter().GetResult()}{output}");
    }
}
