namespace OpteriusDkim;

/// <summary>A small in-memory file system that is completely full.</summary>
internal sealed class FullDisk : IAsyncDisposable
{
    private readonly string folder;

    private FullDisk(string folder) => this.folder = folder;

    /// <summary>Mounts it on a folder; skips the test if that is not possible.</summary>
    /// <param name="folder">The folder, which is created if necessary.</param>
    /// <param name="prepare">Prepares the content before it is filled.</param>
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
