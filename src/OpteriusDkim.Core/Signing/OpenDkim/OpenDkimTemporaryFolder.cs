using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Permissions;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Checks whether OpenDKIM can write the temporary files of KeepTemporaryFiles. If it can't, it signs nothing.</summary>
internal static class OpenDkimTemporaryFolder
{
    private const string Default = "/tmp";
    private const int WriteAndSearch = 3;
    private const int Search = 1;

    /// <summary>The problem with the folder; null if it is writable or that is unknown.</summary>
    /// <param name="folder">The base directory for relative paths.</param>
    /// <param name="user">The user that the daemon runs as, as <c>user</c> or <c>user:group</c>.</param>
    public static DkimFinding? ProblemOf(OpenDkimConfiguration configuration, string folder, string user)
    {
        if (!configuration.IsYes("KeepTemporaryFiles"))
        {
            return null;
        }

        var path = ResolvedPath.Full(configuration.ValueOf("TemporaryDirectory") ?? Default, folder);
        try
        {
            return ReasonOf(path, user) is { } reason
                ? FindingTable.SignerTemporaryFolderUnusable.With(
                    ("source", configuration["KeepTemporaryFiles"]!.Source),
                    ("path", PrintableText.Clean(path)),
                    ("reason", reason),
                    ("effect", configuration.ActionOf("On-InternalError", OpenDkimAction.TemporaryFailure).Effect()),
                    ("user", PrintableText.Clean(user)))
                : null;
        }
        catch (DkimException)
        {
            return null;
        }
    }

    /// <summary>Why a user can't write to a folder, or null.</summary>
    /// <param name="user">The user, as <c>user</c> or <c>user:group</c>.</param>
    /// <exception cref="DkimException">The folder can't be examined.</exception>
    internal static string? ReasonOf(string path, string user)
    {
        if (FileStatus.Of(path) is not { } status)
        {
            return "it doesn't exist";
        }

        if (status.Kind != FileKind.Folder)
        {
            return "it is not a folder";
        }

        var identity = SignerIdentity.Find(SignerType.OpenDkim, user, requiresSafeKeys: false, new SystemAccounts());
        var parents = Parents(ResolvedPath.Of(path)).All(parent => FileStatus.Of(parent) is not { } above || identity.May(above, Search));
        return parents && identity.May(status, WriteAndSearch) ? null : $"the user {PrintableText.Clean(user)} can't write to it";
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var parent = Path.GetDirectoryName(path); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            yield return parent;
        }
    }
}
