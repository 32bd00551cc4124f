namespace OpteriusDkim.Tests;

/// <summary>
/// The daemon's user swaps a folder with a link to another one while root works in it: no file of root's work arrives
/// in the other folder, and none is changed or removed there. OPTERIUS_DKIM_EXCHANGES makes the attacks longer.
/// </summary>
[Collection(RunAlone.Name)]
public sealed class SwappedFolderTests : IDisposable
{
    private const int LeastRounds = 60;
    private static readonly FileOwner Attacker = new(FolderSwapAttack.Attacker, FolderSwapAttack.Attacker);
    private static readonly string[] ForeignFiles =
        [
            "mail.private",
            "mail.txt",
            "mail.seed",
            "KeyTable",
            ".mail.private.0123456789ABCDEF.dkim-tmp",
            ".KeyTable.0123456789ABCDEF.dkim-tmp",
        ];

    private readonly TestHost host = new();
    private int succeeded;
    private int refused;

    public SwappedFolderTests()
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can give folders to another user");
        Array.ForEach(ForeignFiles, file => host.Folder.Write($"foreign/{file}", "of another user"));
        host.Folder.Write("foreign/locks/x", "of another user");
    }

    [Fact]
    public async Task Keys_seeds_and_records()
    {
        var store = new FileKeyStore(
            host.KeyDirectory, host.StateDirectory, new KeyOwnership(Attacker), host.References, host.Ed25519, host.Clock, () => true);
        var token = TestContext.Current.CancellationToken;
        await AttackAsync("keys/example.com", async () =>
        {
            using var key = PrivateKey.FromEd25519Seed(SampleKey.Seed, host.Ed25519);
            await TryAsync(() => store.PutAsync(SampleName.Mail, key, new KeyPlacement(Replace: true), host.Progress, token));
            await TryAsync(
                () => store.PutAsync(SampleName.Of("example.com", "other"), key, new KeyPlacement(Replace: true), host.Progress, token));
            _ = TryRemove(host.Folder["keys/example.com/mail.txt"]);
            await TryAsync(() => store.TidyAsync(SampleName.Mail, host.Progress, token));
            await TryAsync(() => store.RemoveAsync(SampleName.Mail, permanently: false, host.Progress, token));
        });
    }

    [Fact]
    public Task Tables() => AttackAsync("daemon/tables", () => TryAsync(() =>
    {
        var path = host.Folder["daemon/tables/KeyTable"];
        TableFile.RemoveLeftovers(path);
        TableFile.RequireReplaceable(path);
        TableFile.Replace(path, "table"u8.ToArray());
        TableFile.Remove(path);
        return Task.CompletedTask;
    }));

    [Theory]
    [InlineData("state/kept")]
    [InlineData("state/kept/example.com")]
    public async Task Backups(string folder)
    {
        host.Folder.Write("own/mail.private", "key");
        using var from = OpenFolder.TryOpen(host.Folder["own"])!;
        await AttackAsync(folder, () => TryAsync(() =>
        {
            var backups = new Backups(host.StateDirectory, TimeProvider.System);
            backups.RemoveLeftovers("example.com");
            backups.Keep(from, "mail.private", "example.com");
            return Task.CompletedTask;
        }));
    }

    [Theory]
    [InlineData("daemon/state")]
    [InlineData("daemon/state/locks")]
    [InlineData("daemon/state/rotation")]
    public async Task The_state_directory(string folder)
    {
        var state = host.Folder["daemon/state"];
        var journals = new FileJournals(state);
        var domain = DomainName.Parse("example.com");
        await AttackAsync(folder, () => TryAsync(async () =>
        {
            using var held = await journals.LockAsync(domain, host.Progress, TestContext.Current.CancellationToken);
            journals.Write(new Journal(domain.Value));
            _ = journals.Read(domain);
        }));
    }

    [Fact]
    public async Task Repaired_permissions()
    {
        var path = host.Folder["keys/example.com/mail.private"];
        host.Folder.Write("keys/example.com/mail.private", "key");
        var now = FileStatus.Of(path)!;
        await AttackAsync("keys/example.com", () => TryAsync(() =>
        {
            var next = now with { Mode = now.Mode ^ UnixFileMode.GroupRead };
            PermissionWriter.Apply(new PermissionChange(path, [now, next], [""]));
            now = next;
            return Task.CompletedTask;
        }));
    }

    [Fact]
    public Task A_folder_that_is_removed_with_all_in_it() => AttackAsync("daemon/trial", () => TryAsync(() =>
    {
        using var trial = OpenFolder.TryOpen(host.Folder["daemon/trial"])!;
        using (var inner = AtomicFolder.EnsureIn(trial, "inner", FileLock.OwnerOnly, Attacker))
        {
            AtomicFile.Replace(inner, "KeyTable", "content"u8, new NewFileAttributes(FileModes.Private));
        }

        trial.RemoveTree("inner");
        return Task.CompletedTask;
    }));

    public void Dispose() => host.Dispose();

    private async Task AttackAsync(string path, Func<Task> work)
    {
        var folder = host.Folder[path];
        Directory.CreateDirectory(folder);
        for (var owned = folder; owned != host.Folder.Path; owned = Path.GetDirectoryName(owned)!)
        {
            FolderSwapAttack.GiveAway(owned);
        }

        using var attack = new FolderSwapAttack(folder, host.Folder["foreign"]);
        var rounds = await attack.DuringAsync(LeastRounds, work);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{path}: {attack.Exchanges} exchanges, {rounds} rounds, {succeeded} succeeded, {refused} refused");
        Assert.Empty(attack.End());
        Assert.True(succeeded > 0, "nothing ever succeeded");
        Assert.True(refused > 0, "nothing was ever refused");
    }

    /// <summary>A refusal must be one of the module's own errors.</summary>
    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            succeeded++;
        }
        catch (DkimException)
        {
            refused++;
        }
    }

    private static bool TryRemove(string path)
    {
        // As the attacker would, but never in the foreign folder.
        using var folder = TryOpen(Path.GetDirectoryName(path)!);
        return folder?.Remove(Path.GetFileName(path)) == true;
    }

    private static OpenFolder? TryOpen(string path)
    {
        try
        {
            return OpenFolder.TryOpen(path);
        }
        catch (DkimException)
        {
            return null;
        }
    }
}
