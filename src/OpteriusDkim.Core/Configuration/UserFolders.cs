using OpteriusDkim.Posix;

namespace OpteriusDkim.Configuration;

/// <summary>
/// Where keys and state are by default: of the system for root, of the user for others (XDG Base Directory Specification).
/// </summary>
internal static class UserFolders
{
    /// <summary>Where root's state is by default.</summary>
    public const string SystemState = "/var/lib/opterius-dkim";

    private const string Product = "opterius-dkim";

    /// <summary>The folder of the keys; null where the user has no home folder.</summary>
    public static string? Keys => FileOwner.CallerIsRoot ? "/etc/opendkim/keys" : Below("XDG_DATA_HOME", ".local/share", Product + "/keys");

    /// <summary>The state directory; null where the user has no home folder.</summary>
    public static string? State => FileOwner.CallerIsRoot ? SystemState : Below("XDG_STATE_HOME", ".local/state", Product);

    private static string? Below(string variable, string inHome, string folder)
    {
        if (Environment.GetEnvironmentVariable(variable) is { } named && Path.IsPathRooted(named))
        {
            return Path.Combine(named, folder);
        }

        // Empty where HOME, or the home of the account, isn't there.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.IsPathRooted(home) ? Path.Combine(home, inHome, folder) : null;
    }
}
