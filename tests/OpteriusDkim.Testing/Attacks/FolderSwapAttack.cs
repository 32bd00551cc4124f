using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>
/// Another user's attack on a folder: it is swapped repeatedly, by renameat2(2), with a symbolic link to a folder
/// that only root may change. Nothing may be created, changed or removed there.
/// </summary>
public sealed partial class FolderSwapAttack : IDisposable
{
    /// <summary>The owner of the folder: nobody.</summary>
    public const uint Attacker = 65534;

    private const int CurrentFolder = -100;
    private const uint Exchange = 2;
    private const int Usual = 10_000;

    private readonly string folder;
    private readonly string link;
    private readonly string foreign;
    private readonly string[] before;
    private readonly Thread thread;
    private volatile bool ends;
    private long exchanges;

    /// <param name="folder">The folder that is swapped; its parent belongs to the attacker.</param>
    /// <param name="foreign">The folder that only root may change; it holds files already.</param>
    public FolderSwapAttack(string folder, string foreign)
    {
        this.folder = folder;
        this.foreign = foreign;
        link = folder + "-link";
        Directory.CreateSymbolicLink(link, foreign);
        _ = LinkOwner(link, Attacker, Attacker);
        before = Snapshot();
        thread = new Thread(Run) { IsBackground = true };
        thread.Start();
    }

    /// <summary>The number of exchanges in a test: 10,000, or the value in the environment.</summary>
    public static long MinimumExchanges => long.TryParse(
        Environment.GetEnvironmentVariable("OPTERIUS_DKIM_EXCHANGES"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : Usual;

    /// <summary>The number of exchanges so far.</summary>
    public long Exchanges => Interlocked.Read(ref exchanges);

    /// <summary>Gives a folder or file to the attacker.</summary>
    public static void GiveAway(string path) => _ = LinkOwner(path, Attacker, Attacker);

    /// <summary>Repeats an action until there were enough exchanges, at least a given number of times.</summary>
    /// <param name="least">The minimum number of repetitions.</param>
    /// <returns>The number of repetitions.</returns>
    public async Task<int> DuringAsync(int least, Func<Task> action)
    {
        var done = 0;
        while (done < least || Exchanges < MinimumExchanges)
        {
            await action();
            done++;
        }

        return done;
    }

    /// <returns>The differences in the foreign folder; empty if there are none.</returns>
    public IReadOnlyList<string> End()
    {
        Dispose();
        var after = Snapshot();
        return [.. before.Except(after).Select(line => "gone: " + line), .. after.Except(before).Select(line => "came: " + line)];
    }

    public void Dispose()
    {
        ends = true;
        thread.Join();
    }

    private void Run()
    {
        while (!ends)
        {
            if (Rename(CurrentFolder, folder, CurrentFolder, link, Exchange) == 0)
            {
                Interlocked.Increment(ref exchanges);
            }

            // Pauses of varying length hit each moment eventually; during the long ones the work completes.
            Thread.Sleep(TimeSpan.FromMicroseconds(Random.Shared.Next(Random.Shared.Next(16) == 0 ? 10_000 : 100)));
        }
    }

    /// <summary>Each file with its owner, mode, inode, names, time of the last change, and content.</summary>
    private string[] Snapshot()
    {
        var paths = Directory.EnumerateFileSystemEntries(foreign, "*", SearchOption.AllDirectories).Prepend(foreign)
            .Order(StringComparer.Ordinal).ToArray();
        using var stat =
            Process.Start(new ProcessStartInfo("stat", ["-c", "%n %u:%g %a %i %h %z", .. paths]) { RedirectStandardOutput = true })!;
        var lines = stat.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        stat.WaitForExit();
        return [.. lines, .. paths.Where(File.Exists).Select(path => $"{path}: {Convert.ToHexString(File.ReadAllBytes(path))}")];
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkOwner(string path, uint user, uint group);
}
