using System.Text.Json;
using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Runs Rspamd's programs to get the effective configuration, to test it, and to get the version.</summary>
/// <param name="administration">The path of rspamadm.</param>
/// <param name="daemon">The path of rspamd.</param>
internal sealed class RspamdProgram(
    string administration = RspamdProgram.DefaultAdministration, string daemon = RspamdProgram.DefaultDaemon)
{
    /// <summary>The path of rspamadm in Debian's package.</summary>
    public const string DefaultAdministration = "/usr/bin/rspamadm";

    /// <summary>The path of the daemon in Debian's package.</summary>
    public const string DefaultDaemon = "/usr/bin/rspamd";

    // The first version that supports PEM for all algorithms; older ones read an Ed25519 key as bare base64.
    private static readonly Version PemForAll = new(3, 13, 2);

    private static readonly TimeSpan ProgramTimeout = TimeSpan.FromMinutes(1);

    private readonly Lazy<Version?> version = new(() => VersionIn(SignerProgram.Run(daemon, ["--version"], ProgramTimeout).Output));

    /// <summary>The path of rspamadm.</summary>
    internal string Administration => administration;

    /// <summary>The daemon's version; null if unknown.</summary>
    public Version? Version => version.Value;

    /// <summary>Whether it supports Ed25519 keys in PEM; false if the version is unknown.</summary>
    public bool ReadsPemOfEd25519 => Version is { } known && known >= PemForAll;

    /// <summary>Reads the effective configuration.</summary>
    /// <param name="folder">The folder of local.d and override.d.</param>
    /// <exception cref="InaccessibleException">rspamadm failed.</exception>
    internal RspamdConfiguration Read(string configurationPath, string folder)
    {
        if (!new SignerFiles().Exists(configurationPath))
        {
            throw SignerFiles.NoConfiguration(configurationPath);
        }

        var outcome = SignerProgram.Run(
            administration, [$"--var=LOCAL_CONFDIR={folder}", "configdump", "-c", configurationPath, "-j"], ProgramTimeout);
        var start = outcome.Output.IndexOf('{', StringComparison.Ordinal);
        var end = outcome.Output.LastIndexOf('}');
        if (outcome.ExitCode != 0 || start < 0)
        {
            throw new InaccessibleException(
                FindingTable.RspamdConfigurationUnreadable.With(("path", configurationPath), ("reason", FirstLine(outcome))),
                configurationPath);
        }

        try
        {
            using var dump = JsonDocument.Parse(outcome.Output.AsMemory(start, end + 1 - start));
            return new RspamdConfiguration(dump.RootElement, Version);
        }
        catch (JsonException exception)
        {
            throw SignerFiles.Unreadable(configurationPath, "the output of rspamadm configdump can't be parsed", exception);
        }
    }

    /// <summary>Why the daemon can't load its configuration, or null.</summary>
    /// <param name="folder">The folder of local.d and override.d.</param>
    internal string? ProblemOf(string configurationPath, string folder)
    {
        var outcome = SignerProgram.Run(
            administration, [$"--var=LOCAL_CONFDIR={folder}", "configtest", "-c", configurationPath], ProgramTimeout);
        return outcome.ExitCode == 0 && outcome.Output.Contains("syntax OK", StringComparison.Ordinal) ? null : FirstLine(outcome);
    }

    private static string FirstLine(SignerProgramResult outcome) => PrintableText.Clean(
        (outcome.Error + "\n" + outcome.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
            ?? $"exit code {outcome.ExitCode}").TrimEnd(' ', ';');

    /// <summary>The version in <c>Rspamd daemon version 3.4</c>.</summary>
    private static Version? VersionIn(string text)
    {
        const string Before = "version ";
        var at = text.IndexOf(Before, StringComparison.Ordinal);
        var number = at < 0
            ? ""
            : string.Concat(text[(at + Before.Length)..].TakeWhile(character => char.IsAsciiDigit(character) || character == '.'));
        return Version.TryParse(number.TrimEnd('.'), out var version) ? version : null;
    }
}
