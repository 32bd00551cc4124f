namespace OpteriusDkim.Tests;

public sealed class FileLockTests : IDisposable
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder folder = new();
    private readonly RecordedProgress log = new();

    [Fact]
    public async Task Two_holders_never_overlap()
    {
        var holders = 0;
        var most = 0;
        var turns = 0;
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(HoldAsync)))
            .WaitAsync(Ample, TestContext.Current.CancellationToken);
        Assert.Equal((1, 60), (most, turns));

        async Task HoldAsync()
        {
            for (var i = 0; i < 5; i++)
            {
                using var held = await AcquireAsync("/guarded");
                most = Math.Max(most, Interlocked.Increment(ref holders));
                turns++;
                await Task.Yield();
                Interlocked.Decrement(ref holders);
            }
        }
    }

    [Fact]
    public async Task A_lock_file_exists_only_while_the_lock_is_held()
    {
        using (await AcquireAsync("/keys/example.com"))
        {
            var file = Assert.Single(Directory.GetFiles(folder["state/locks"]));
            Assert.StartsWith("example.com-", Path.GetFileName(file), StringComparison.Ordinal);
            Assert.Equal(FileModes.Private, File.GetUnixFileMode(file));
        }

        Assert.Empty(Directory.GetFiles(folder["state/locks"]));
    }

    [Fact]
    public async Task Locks_of_different_things_do_not_wait_for_each_other()
    {
        using var first = await AcquireAsync("/a/example.com");
        using var second = await AcquireAsync("/b/example.com").WaitAsync(Ample, TestContext.Current.CancellationToken);
        Assert.Empty(log.Waits);
    }

    [Fact]
    public async Task A_waiting_run_reports_once_what_it_waits_for()
    {
        Task<FileLock> waiting;
        using (await AcquireAsync("/guarded"))
        {
            waiting = AcquireAsync("/guarded");

            // Long enough to look for the lock several times.
            await Task.Delay(200, TestContext.Current.CancellationToken);
            Assert.False(waiting.IsCompleted);
        }

        using var held = await waiting.WaitAsync(Ample, TestContext.Current.CancellationToken);
        var told = Assert.Single(log.Waits);
        Assert.Contains("/guarded", told, StringComparison.Ordinal);
        Assert.Contains(folder["state/locks"], told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_the_holder_keeps_the_lock()
    {
        using var held = await AcquireAsync("/guarded");
        using var cancellation = new CancellationTokenSource();
        var waiting = FileLock.AcquireAsync(folder["state"], "/guarded", log, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Single(Directory.GetFiles(folder["state/locks"]));
    }

    [Fact]
    public async Task A_cancelled_run_takes_no_lock()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => FileLock.AcquireAsync(folder["state"], "/guarded", log, new CancellationToken(canceled: true)));
        Assert.False(Directory.Exists(folder["state"]));
    }

    [Fact]
    public async Task A_lock_file_that_a_killed_run_left_is_no_obstacle()
    {
        string left;
        using (await AcquireAsync("/guarded"))
        {
            left = Assert.Single(Directory.GetFiles(folder["state/locks"]));
        }

        await File.WriteAllTextAsync(left, "", TestContext.Current.CancellationToken);
        using var held = await AcquireAsync("/guarded");
        Assert.Empty(log.Waits);
    }

    [Fact]
    public async Task A_lock_that_cannot_be_created_is_reported()
    {
        folder.Write("state", "");
        await Assert.ThrowsAsync<InaccessibleException>(() => AcquireAsync("/guarded"));
    }

    public void Dispose() => folder.Dispose();

    private Task<FileLock> AcquireAsync(string guarded) =>
        FileLock.AcquireAsync(folder["state"], guarded, log, TestContext.Current.CancellationToken);
}
