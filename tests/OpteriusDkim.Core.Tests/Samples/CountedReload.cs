namespace OpteriusDkim.Tests;

/// <summary>Counts reloads, and fails on request.</summary>
internal sealed class CountedReload : ISignerReload
{
    public int Count { get; private set; }

    public bool Fails { get; set; }

    public Task ReloadAsync(SignerDaemon daemon, IProgressLog log, CancellationToken cancellation)
    {
        Count++;
        return Fails ? throw PosixFailure.Of("reload", "/run/pid", Libc.NoEntry) : Task.CompletedTask;
    }
}
