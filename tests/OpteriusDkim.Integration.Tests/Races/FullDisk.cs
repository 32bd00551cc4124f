namespace OpteriusDkim;

/// <summary>A small file system of its own, in memory, filled to the last byte.</summary>
internal sealed class FullDisk : IAsyncDisposable
{
    private readonly string folder;

    private FullDisk(string folder) => this.folder = folder;

    /// <summary>Mounts it on a folder; skips the test where that can't be done.</summary>
    /// <param name="folder">The folder, which is made where it isn't there.</param>
    /// <param name="prepare">What is put there before it is full.</param>
    public static async Task<FullDisk> MountAsync(string folder, Action prepare)
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can mount a file system");
        Directory.CreateDirectory(folder);
        var mount = await Tool.RunAsync("mount", "-t", "tmpfs", "-o", "size=1m,mode=0755", "tmpfs", folder);
        Assert.SkipUnless(mount.ExitCode == 0, $"a file system can't be mounted here: {mount.Error.Trim()}");
        var disk = new FullDisk(folder);
        prepare();
        disk.Fill();
        return disk;
    }

    public async ValueTask DisposeAsync() => _ = await Tool.RunAsync("umount", folder);

    private void Fill()
    {
        var block = new byte[4096];
        using var file = new FileStream(Path.Combine(folder, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
