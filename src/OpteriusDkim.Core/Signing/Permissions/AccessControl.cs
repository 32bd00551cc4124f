using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>Changes access control lists with setfacl(1) of Debian's package acl.</summary>
internal static class AccessControl
{
    private static readonly string[] Programs = ["/usr/bin/setfacl", "/bin/setfacl"];

    /// <summary>The path of setfacl; null if it isn't installed.</summary>
    public static string? Program => Array.Find(Programs, File.Exists);

    /// <summary>The entries for setfacl -n -m that change one state to another: the differences and the resulting mask.</summary>
    public static string Entries(FileStatus from, FileStatus to, Func<uint, string> nameOf)
    {
        var entries = to.Acl!.Named.Except(from.Acl?.Named ?? [])
            .Select(entry => $"{(entry.Kind == AccessEntryKind.User ? "u" : "g")}:{nameOf(entry.Id)}:{Letters(entry.Permission)}")
            .ToList();
        Add("u", from.OwnerPermission, to.OwnerPermission);
        Add("g", from.OwningGroupPermission, to.OwningGroupPermission);
        Add("o", from.OthersPermission, to.OthersPermission);
        entries.Add($"m::{Letters(to.GroupPermission)}");
        return string.Join(',', entries);

        void Add(string whom, int before, int after)
        {
            if (before != after)
            {
                entries.Add($"{whom}::{Letters(after)}");
            }
        }
    }

    /// <summary>Runs setfacl to change an open file from one state to another in one step.</summary>
    /// <exception cref="InaccessibleException">setfacl isn't installed or failed.</exception>
    public static void Change(Descriptor file, FileStatus from, FileStatus to)
    {
        var program = Program ?? throw new InaccessibleException(FindingTable.AclMissing.With(("path", file.Path)), file.Path);

        // By the descriptor instead of the path, so that the file can't be replaced meanwhile.
        var entries = Entries(from, to, id => id.ToString(CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo(program, ["-n", "-m", entries, file.PathByProcess])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw Failed(file.Path, error.Replace(file.PathByProcess, file.Path, StringComparison.Ordinal));
            }
        }
        catch (Win32Exception exception)
        {
            throw Failed(file.Path, exception.Message);
        }
    }

    private static InaccessibleException Failed(string path, string reason) => new(
        FindingTable.SystemFailure.With(
            ("path", path), ("operation", "change the access control list of"), ("reason", PrintableText.Clean(reason))), path);

    private static string Letters(int permission) =>
        $"{((permission & 4) != 0 ? 'r' : '-')}{((permission & 2) != 0 ? 'w' : '-')}{((permission & 1) != 0 ? 'x' : '-')}";
}
