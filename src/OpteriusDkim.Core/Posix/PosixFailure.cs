using System.Runtime.InteropServices;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Posix;

/// <summary>Converts an errno to an exception with the finding and advice for it.</summary>
internal static class PosixFailure
{
    /// <summary>The exception for the last call.</summary>
    /// <param name="operation">The operation as a verb for "Can't ... /path", for example "create".</param>
    public static InaccessibleException Of(string operation, string path) =>
        Of(operation, path, Marshal.GetLastPInvokeError());

    /// <summary>The exception for an errno.</summary>
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

    /// <summary>The system's message for an errno, for the end of a sentence.</summary>
    public static string Reason(int error) => ForSentence(Marshal.GetPInvokeErrorMessage(error));

    /// <summary>Lower-cases the first letter, except in abbreviations.</summary>
    private static string ForSentence(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
