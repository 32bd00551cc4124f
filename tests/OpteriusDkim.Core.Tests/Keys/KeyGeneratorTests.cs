namespace OpteriusDkim.Tests;

public sealed class KeyGeneratorTests : IDisposable
{
    private static readonly KeyParameters Small = new(DkimKeyAlgorithm.Rsa, 1024);

    private readonly TestHost host = new();

    [Fact]
    public async Task A_generated_key_is_stored()
    {
        var stored = await GenerateAsync(Small);
        Assert.Equal(stored, host.Store.Find(SampleName.Mail));
        Assert.Equal(1024, stored.PublicKey.KeySize);
    }

    [Fact]
    public async Task An_Ed25519_key_has_256_bits_whatever_size_is_named()
    {
        var stored = await GenerateAsync(new KeyParameters(DkimKeyAlgorithm.Ed25519, 2048));
        Assert.Equal((DkimKeyAlgorithm.Ed25519, 256), (stored.PublicKey.Algorithm, stored.PublicKey.KeySize));
    }

    [Fact]
    public async Task A_second_run_changes_nothing_but_remakes_a_missing_record()
    {
        var stored = await GenerateAsync(Small);
        File.Delete(host.Folder["keys/example.com/mail.txt"]);
        await Assert.ThrowsAsync<AlreadyExistsException>(() => GenerateAsync(Small));
        Assert.Equal(stored, host.Store.Find(SampleName.Mail));
        Assert.True(File.Exists(host.Folder["keys/example.com/mail.txt"]));
    }

    [Fact]
    public async Task A_key_is_replaced_where_that_is_asked_for()
    {
        var first = await GenerateAsync(Small);
        var second = await GenerateAsync(Small, replace: true);
        Assert.NotEqual(first.PublicKey, second.PublicKey);
        Assert.Single(host.Backups("example.com", "mail.private"));
    }

    [Fact]
    public async Task A_key_in_use_is_not_replaced()
    {
        var first = await GenerateAsync(Small);
        host.UseInKeyTable(first.Path);
        await Assert.ThrowsAsync<InUseException>(() => GenerateAsync(Small, replace: true));
        Assert.Equal(first, host.Store.Find(SampleName.Mail));
    }

    [Fact]
    public async Task A_cancelled_run_makes_nothing()
    {
        var generator = new KeyGenerator(host.Store, host.Ed25519);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => generator.GenerateAsync(SampleName.Mail, Small, replace: false, host.Progress, new CancellationToken(canceled: true)));
        Assert.False(Directory.Exists(host.KeyDirectory));
        Assert.False(Directory.Exists(host.StateDirectory));
    }

    [Fact]
    public async Task A_cancelled_run_does_not_wait_for_the_end_of_a_generation()
    {
        using var slow = new SlowEd25519(host.Ed25519);
        using var cancellation = new CancellationTokenSource();
        var generation = new KeyGenerator(host.Store, slow).GenerateAsync(
            SampleName.Mail, new KeyParameters(DkimKeyAlgorithm.Ed25519, 256), replace: false, host.Progress, cancellation.Token);
        await slow.Begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generation);
        slow.Continue.Set();
        Assert.False(Directory.Exists(host.KeyDirectory));
    }

    public void Dispose() => host.Dispose();

    private Task<StoredKey> GenerateAsync(KeyParameters parameters, bool replace = false) =>
        new KeyGenerator(host.Store, host.Ed25519).GenerateAsync(
            SampleName.Mail, parameters, replace, host.Progress, TestContext.Current.CancellationToken);

    /// <summary>A generation that takes until the test lets it continue.</summary>
    private sealed class SlowEd25519(IEd25519 other) : IEd25519, IDisposable
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim Continue { get; } = new();

        public byte[] DerivePublicKey(ReadOnlySpan<byte> seed)
        {
            Begun.SetResult();
            Continue.Wait();
            return other.DerivePublicKey(seed);
        }

        public void Dispose() => Continue.Dispose();
    }
}
