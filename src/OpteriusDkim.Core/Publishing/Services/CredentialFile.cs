using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Publishing.Services;

/// <summary>Reads a file with a credential, which only root or the user of this process may read and change.</summary>
internal static class CredentialFile
{
    private const int MaxSize = 65536;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The content without white space at both ends.</summary>
    /// <exception cref="InaccessibleException">It is missing, can't be read, or is open to others.</exception>
    public static string Read(string path)
    {
        if (FileStatus.Of(path) is not { } before)
        {
            throw Unreadable(path, "file not found");
        }

        RequirePrivate(path, before);
        if (new ScriptSafety().ProblemOf(path) is { } problem)
        {
            throw Unreadable(path, problem);
        }

        try
        {
            using var file = Descriptor.OpenToRead(path) ?? throw Unreadable(path, "file not found");

            // The file that is open now may be another one.
            RequirePrivate(path, FileStatus.Of(file.PathByProcess) ?? throw Unreadable(path, "file not found"));
            return TextOf(file.ReadAll(MaxSize));
        }
        catch (InaccessibleException exception) when (exception.Finding.Code == nameof(FindingTable.KeyUnreadable))
        {
            throw Unreadable(path, "permission denied");
        }
    }

    private static string TextOf(byte[] bytes)
    {
        try
        {
            return Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Trim();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static void RequirePrivate(string path, FileStatus status)
    {
        if (status.Kind != FileKind.File)
        {
            throw Unreadable(path, "it is not a file");
        }

        // With an access control list the group's bits are its mask, so this refuses other users in the list too.
        if ((status.Mode & ~OwnerOnly & ~(UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit)) != 0)
        {
            throw new InaccessibleException(
                FindingTable.CredentialOpen.With(("path", path), ("mode", status.ModeText)), path);
        }
    }

    private static InaccessibleException Unreadable(string path, string reason) =>
        new(FindingTable.CredentialUnreadable.With(("source", path), ("reason", reason)), path);
}
