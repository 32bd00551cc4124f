using System.Diagnostics;

namespace OpteriusDkim.Tests;

/// <summary>A key that a signer opens by another path than the store's is in use too.</summary>
public sealed class KeyPathAliasTests : IDisposable
{
    private static readonly RecordName Neighbour = SampleName.Of("example.net", "mail");

    private readonly TestHost host = new();

    [Theory]
    [InlineData("{keys}/example.net/../example.com/mail.private")]
    [InlineData("{keys}/example.net/.././example.com//mail.private")]
    [InlineData("{keys}/example.com/../example.net/../example.com/mail.private")]
    [InlineData("{keys}/./example.net/../../keys/example.com/mail.private")]
    [InlineData("{keys}/%/../example.com/mail.private")]
    [InlineData("{other}/up/example.com/mail.private")]
    [InlineData("{other}/%/../example.com/mail.private")]
    [InlineData("{other}/through.private")]
    public async Task A_folder_in_the_path_of_another_domains_key_is_kept_when_its_last_key_is_removed(string path)
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        await host.PutAsync(Neighbour, SampleKey.OtherRsa);
        Directory.CreateDirectory(host.Folder["other"]);
        File.CreateSymbolicLink(host.Folder["other/up"], host.KeyDirectory + "/example.net/..");
        File.CreateSymbolicLink(host.Folder["other/through.private"], host.KeyDirectory + "/example.net/../example.com/mail.private");
        Directory.CreateSymbolicLink(host.Folder["other/example.com"], host.KeyDirectory + "/example.net/../example.com");
        var table = path.Replace("{keys}", host.KeyDirectory, StringComparison.Ordinal)
            .Replace("{other}", host.Folder["other"], StringComparison.Ordinal);
        host.UseInKeyTable(table, table.Contains('%', StringComparison.Ordinal) ? "%" : "example.com");

        await host.RemoveAsync(Neighbour);

        Assert.False(File.Exists(host.Folder["keys/example.net/mail.private"]));
        Assert.True(
            File.Exists(table.Replace("%", "example.net", StringComparison.Ordinal))
                || File.Exists(table.Replace("%", "example.com", StringComparison.Ordinal)));
        Assert.Contains(
            host.Progress.Messages,
            line => line.StartsWith($"Kept the folder {host.KeyDirectory}/example.net, because", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{keys}/example.net/mail.private")]
    [InlineData("{keys}/example.org/../example.com/mail.private")]
    [InlineData("{keys}/%/mail.private")]
    public async Task A_folder_outside_all_paths_is_removed_with_its_last_key(string path)
    {
        await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        var other = SampleName.Of("example.net", "other");
        await host.PutAsync(other, SampleKey.OtherRsa);
        host.UseInKeyTable(path.Replace("{keys}", host.KeyDirectory, StringComparison.Ordinal), "%");
        await host.RemoveAsync(other);
        Assert.False(Directory.Exists(host.Folder["keys/example.net"]));
    }

    [Theory]
    [InlineData("hard")]
    [InlineData("hardInTheStore")]
    [InlineData("hardByTemplate")]
    [InlineData("hardBehindALink")]
    [InlineData("folderLink")]
    [InlineData("processRoot")]
    [InlineData("seedByHardLink")]
    [InlineData("record")]
    public async Task A_key_that_a_signer_opens_by_another_name_is_in_use(string kind)
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        host.UseInKeyTable(Named(kind, stored.Path), kind == "hardByTemplate" ? "%" : "example.com");
        await RequireRefusalAsync(() => host.PutAsync(SampleName.Mail, SampleKey.OtherRsa, replace: true));
        await RequireRefusalAsync(() => host.RemoveAsync(SampleName.Mail));
        await RequireRefusalAsync(() => host.RemoveAsync(SampleName.Mail, permanently: true));
        Assert.Throws<InUseException>(() => host.Store.CheckRemove(SampleName.Mail));
    }

    [Fact]
    public async Task A_bind_mount_is_another_name_too()
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        Directory.CreateDirectory(host.Folder["mounted"]);
        Assert.SkipUnless(Run("mount", "--bind", host.KeyDirectory, host.Folder["mounted"]), "Only root can mount");
        try
        {
            host.UseInKeyTable(host.Folder["mounted/example.com/mail.private"]);
            await RequireRefusalAsync(() => host.RemoveAsync(SampleName.Mail));
            await File.WriteAllTextAsync(host.KeyTablePath, "", TestContext.Current.CancellationToken);
            host.UseInKeyTable(host.Folder["mounted/example.com/../example.net/mail.private"]);
            await host.RemoveAsync(SampleName.Mail);
            Assert.True(Directory.Exists(Path.GetDirectoryName(stored.Path)));
        }
        finally
        {
            Run("umount", host.Folder["mounted"]);
        }
    }

    [Theory]
    [InlineData("mail.seed")]
    [InlineData("mail.txt")]
    public async Task A_file_that_a_signer_reads_next_to_a_missing_key_is_not_overwritten(string file)
    {
        var path = host.Folder.Write("keys/example.com/" + file, "a key");
        host.UseInKeyTable(path);
        await Assert.ThrowsAsync<InUseException>(() => host.PutAsync(SampleName.Mail, SampleKey.Rsa));
        Assert.Equal("a key", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_link_that_appears_after_the_tables_were_read_is_seen()
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        host.UseInKeyTable(host.Folder["other/%/mail.private"], "%");
        var references = host.References;
        references.RequireUnused(stored.Path);
        Directory.CreateDirectory(host.Folder["other"]);
        Directory.CreateSymbolicLink(host.Folder["other/example.org"], host.Folder["keys/example.com"]);
        var since = System.Diagnostics.Stopwatch.StartNew();
        while (references.To(stored.Path) is null && since.Elapsed < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        Assert.Throws<InUseException>(() => references.RequireUnused(stored.Path));
    }

    [Fact]
    public async Task A_table_that_is_a_link_is_read_again_when_its_target_changes()
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        File.Move(host.KeyTablePath, host.Folder["etc/Real"]);
        File.CreateSymbolicLink(host.KeyTablePath, "Real");
        var references = host.References;
        references.RequireUnused(stored.Path);
        host.UseInKeyTable(stored.Path);
        Assert.Throws<InUseException>(() => references.RequireUnused(stored.Path));
    }

    [Theory]
    [InlineData("schlüssel/ключи")]
    [InlineData("keys with spaces")]
    public async Task A_store_whose_path_has_unusual_characters_has_keys_in_use_too(string folder)
    {
        var store = new FileKeyStore(
            host.Folder[folder], host.StateDirectory, new KeyOwnership(null), host.References, host.Ed25519, host.Clock);
        var stored = await TestHost.PutAsync(store, SampleName.Mail, SampleKey.Rsa, replace: false, host.Progress);
        host.UseInKeyTable(stored.Path);
        await Assert.ThrowsAsync<InUseException>(
            () => store.RemoveAsync(SampleName.Mail, false, host.Progress, TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(
            host.OpenDkimConfigurationPath,
            $"KeyFile {stored.Path}\nSelector mail\nDomain example.com\n",
            TestContext.Current.CancellationToken);
        Assert.Throws<InUseException>(() => store.CheckRemove(SampleName.Mail));
    }

    [Fact]
    public async Task A_removed_key_that_can_be_read_elsewhere_is_reported()
    {
        var stored = await host.PutAsync(SampleName.Mail, SampleKey.Rsa);
        Assert.Empty(host.Store.CheckRemove(SampleName.Mail));
        Run("ln", stored.Path, host.Folder["copy.private"]);
        var finding = Assert.Single(host.Store.CheckRemove(SampleName.Mail));
        Assert.Equal(nameof(FindingTable.KeyRemainsElsewhere), finding.Code);
        Assert.Contains("2 hard links", finding.Message, StringComparison.Ordinal);
        File.Move(stored.Path, host.Folder["moved.private"]);
        File.CreateSymbolicLink(stored.Path, host.Folder["moved.private"]);
        Assert.Contains("moved.private", Assert.Single(host.Store.CheckRemove(SampleName.Mail)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => host.Dispose();

    /// <summary>Creates another path to a key, and returns it as a table names it.</summary>
    private string Named(string kind, string key)
    {
        Directory.CreateDirectory(host.Folder["other/example.org"]);
        Directory.CreateSymbolicLink(host.Folder["linked"], host.KeyDirectory);
        var name = kind switch
        {
            "hard" or "hardByTemplate" or "hardBehindALink" => host.Folder["other/example.org/mail.private"],
            "hardInTheStore" => host.Folder["keys/example.com/second.private"],
            "seedByHardLink" => host.Folder["other/example.org/mail.seed"],
            _ => null,
        };
        if (kind == "seedByHardLink")
        {
            File.WriteAllText(SeedFile.Beside(key), "seed");
        }

        if (name is not null)
        {
            Assert.True(Run("ln", kind == "seedByHardLink" ? SeedFile.Beside(key) : key, name));
        }

        Directory.CreateSymbolicLink(host.Folder["byLink"], host.Folder["other"]);
        return kind switch
        {
            "hardByTemplate" => host.Folder["other/%/mail.private"],
            "hardBehindALink" => host.Folder["byLink/example.org/mail.private"],
            "folderLink" => host.Folder["linked/example.com/mail.private"],
            "processRoot" => "/proc/self/root" + key,
            "record" => Path.ChangeExtension(key, ".txt"),
            _ => name!,
        };
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        run.WaitForExit();
        return run.ExitCode == 0;
    }

    private async Task RequireRefusalAsync(Func<Task> change)
    {
        var exception = await Assert.ThrowsAsync<InUseException>(change);
        Assert.Equal(nameof(FindingTable.KeyInUse), exception.Finding.Code);
        Assert.Equal(SampleKey.Rsa.PublicKey, host.Store.Find(SampleName.Mail)?.PublicKey);
    }
}
