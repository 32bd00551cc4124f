using OpteriusDkim.Posix;

namespace OpteriusDkim.Configuration;

/// <summary>
/// The default folders of keys and state: the system's for root, the user's for others (XDG Base Directory Specification).
/// </summary>
internal static class UserFolders
{
    /// <summary>The default folder of root's state.</summary>
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

        // Empty if there is no home folder.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.IsPathRooted(home) ? Path.Combine(home, inHome, folder) : null;
    }
}
