namespace OpteriusDkim.Tests;

[Collection(RunAlone.Name)]
public sealed class FileModesTests : IDisposable
{
    private readonly TestHost host = new();

    [Theory]
    [InlineData(0x000u)]
    [InlineData(0x012u)]
    [InlineData(0x03Fu)]
    [InlineData(0x07Fu)]
    public async Task Whatever_the_umask_files_of_the_caller_are_0600_and_folders_0700(uint umask)
    {
        using (new Umask(umask))
        {
            await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
            await host.PutAsync(SampleName.Mail, SampleKey.OtherRsa, replace: true);
        }

        RequireMode(0x180, "keys/example.com/mail.private", "keys/example.com/mail.txt");
        RequireMode(0x1C0, "keys", "keys/example.com", "state", "state/locks", "state/kept", "state/kept/example.com");
        RequireMode(0x180, [.. host.Backups("example.com", "mail.private"), .. host.Backups("example.com", "mail.txt")]);
    }

    [Theory]
    [InlineData(0x000u)]
    [InlineData(0x03Fu)]
    public async Task Whatever_the_umask_files_of_a_signer_are_0600_and_0644_and_folders_0750(uint umask)
    {
        using (new Umask(umask))
        {
            await TestHost.PutAsync(host.StoreOwnedBy(FileOwner.Caller), SampleName.Mail, SampleKey.Rsa, replace: false, host.Progress);
        }

        RequireMode(0x180, "keys/example.com/mail.private");
        RequireMode(0x1A4, "keys/example.com/mail.txt");
        RequireMode(0x1E8, "keys", "keys/example.com");
    }

    [Fact]
    public async Task A_folder_that_is_there_is_not_changed()
    {
        const UnixFileMode Mode = FileModes.FolderForAll;
        Directory.CreateDirectory(host.Folder["keys/example.com"]);
        File.SetUnixFileMode(host.KeyDirectory, Mode);
        File.SetUnixFileMode(host.Folder["keys/example.com"], Mode);
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        RequireMode((int)Mode, "keys", "keys/example.com");
    }

    public void Dispose() => host.Dispose();

    private void RequireMode(int mode, params string[] paths) =>
        Assert.All(paths, path => Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(host.Folder[path])));
}
