using System.Globalization;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// As whom OpenDKIM runs: the UserID of its configuration. Without one it stays who started it, which is root where nothing else is known.
/// </summary>
internal static class OpenDkimUser
{
    private const string Root = "root";
    private const string SystemdFolder = "/run/systemd/system";
    private const string SystemControl = "/usr/bin/systemctl";
    private const string StartScript = "/etc/init.d/opendkim";
    private const string ScriptSettings = "/etc/default/opendkim";
    private const string ScriptUser = "USER=";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>The user, as <c>user</c> or <c>user:group</c>.</summary>
    /// <param name="configurationPath">The opendkim.conf.</param>
    /// <param name="configuration">Its directives.</param>
    public static string Of(string configurationPath, OpenDkimConfiguration configuration) =>
        configuration.ValueOf("UserID") is { } written ? Named(written) : StartedAs(configurationPath);

    /// <summary>A UserID by names. The daemon takes numbers too, stays root without a user, and takes an empty group for group 0.</summary>
    /// <param name="written">The directive's value.</param>
    internal static string Named(string written)
    {
        var accounts = new SystemAccounts();
        var parts = written.Split(':', 2);
        var user = FileOwner.Find(parts[0]) is null && Number(parts[0]) is { } id ? accounts.FindUser(id)?.Name ?? parts[0] : parts[0];
        if (user.Length == 0 || parts.Length == 1)
        {
            return user.Length == 0 ? Root : user;
        }

        var group = parts[1].Length == 0 ? 0 : Number(parts[1]);
        return $"{user}:{(group is { } number ? accounts.FindGroup(number)?.Name ?? parts[1] : parts[1])}";
    }

    /// <summary>The user in the settings of Debian's start script, which gives it to the daemon; null where they name none.</summary>
    /// <param name="path">The file.</param>
    internal static string? InScriptSettings(string path)
    {
        var lines = File.Exists(path) ? File.ReadLines(path) : [];
        return lines.LastOrDefault(line => line.StartsWith(ScriptUser, StringComparison.Ordinal))?[ScriptUser.Length..].Trim(' ', '"');
    }

    /// <summary>
    /// Whether Debian's start script starts the daemon with a configuration: with the default one, where there is no systemd.
    /// </summary>
    /// <param name="configurationPath">The opendkim.conf.</param>
    public static bool IsStartedByScript(string configurationPath) =>
        IsDefault(configurationPath) && !Directory.Exists(SystemdFolder) && File.Exists(StartScript);

    private static string StartedAs(string configurationPath)
    {
        if (OpenDkimProcess.Running().FirstOrDefault(process => process.Reads(configurationPath)) is { } running)
        {
            return new SystemAccounts().FindUser(running.UserId)?.Name ?? Root;
        }

        if (IsStartedByScript(configurationPath))
        {
            return InScriptSettings(ScriptSettings) is { Length: > 0 } user ? user : Root;
        }

        return IsDefault(configurationPath) && OfUnit() is { Length: > 0 } named ? named : Root;
    }

    private static string OfUnit() => Directory.Exists(SystemdFolder)
        ? SignerProgram.Run(SystemControl, ["show", "-p", "User", "--value", "opendkim.service"], Longest).Output.Trim()
        : "";

    private static bool IsDefault(string path) => ResolvedPath.Of(path) == ResolvedPath.Of(OpenDkimConfiguration.DefaultPath);

    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
