using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>Turns an errno into the finding that says what to do about it.</summary>
internal static class PosixFailure
{
    /// <summary>The failure of the call just made.</summary>
    /// <param name="operation">What was being done, as a person would say it.</param>
    /// <param name="path">To what.</param>
    public static InaccessibleException Of(string operation, string path) =>
        Of(operation, path, Marshal.GetLastPInvokeError());

    /// <summary>The failure with a given errno.</summary>
    /// <param name="operation">What was being done.</param>
    /// <param name="path">To what.</param>
    /// <param name="error">The errno.</param>
    public static InaccessibleException Of(string operation, string path, int error)
    {
        var rule = error switch
        {
            Libc.NoSpace or Libc.QuotaExceeded => FindingTable.DiskFull,
            Libc.AccessDenied or Libc.NotPermitted => FindingTable.PermissionDenied,
            Libc.ReadOnlyFileSystem => FindingTable.ReadOnlyFileSystem,
            Libc.NotDirectory => FindingTable.NotAFolder,
            _ => FindingTable.SystemFailure,
        };
        return new InaccessibleException(
            rule.With(("path", path), ("operation", operation), ("reason", Reason(error))), path);
    }

    /// <summary>The system's words for an errno.</summary>
    public static string Reason(int error) => Marshal.GetPInvokeErrorMessage(error);
}
