using System.Runtime.InteropServices;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Posix;

/// <summary>Turns an errno into the finding that says what to do about it.</summary>
internal static class PosixFailure
{
    /// <summary>The failure of the call just made.</summary>
    /// <param name="operation">What failed, as a verb for "Can't ... /path": "create".</param>
    public static InaccessibleException Of(string operation, string path) =>
        Of(operation, path, Marshal.GetLastPInvokeError());

    /// <summary>The failure with a given errno.</summary>
    /// <param name="operation">What failed, as a verb.</param>
    public static InaccessibleException Of(string operation, string path, int error)
    {
        var rule = error switch
        {
            Libc.NoSpace or Libc.QuotaExceeded => FindingTable.DiskFull,
            Libc.AccessDenied or Libc.NotPermitted => FindingTable.PermissionDenied,
            Libc.ReadOnlyFileSystem => FindingTable.ReadOnlyFileSystem,
            Libc.NotDirectory => FindingTable.NotAFolder,
            Libc.TooManyFiles or Libc.TooManyInSystem => FindingTable.TooManyOpenFiles,
            _ => FindingTable.SystemFailure,
        };
        var mount = rule == FindingTable.DiskFull || rule == FindingTable.ReadOnlyFileSystem ? FileSystem.MountPointOf(path) : "";
        var reason = rule == FindingTable.DiskFull ? FileSystem.Shortage(error, mount) : Reason(error);
        return new InaccessibleException(
            rule.With(("path", path), ("operation", operation), ("reason", reason), ("mount", mount)), path);
    }

    /// <summary>The system's words for an errno, for the end of a sentence.</summary>
    public static string Reason(int error) => ForSentence(Marshal.GetPInvokeErrorMessage(error));

    /// <summary>The system's words with a small first letter, except for an abbreviation.</summary>
    private static string ForSentence(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
