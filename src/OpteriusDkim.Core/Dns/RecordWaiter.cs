using OpteriusDkim.Findings;
using OpteriusDkim.Keys;

namespace OpteriusDkim.Dns;

/// <summary>Waits until a record is right, with looks that grow rarer, and tells when no cache can hold anything else.</summary>
internal sealed class RecordWaiter
{
    private const double Growth = 1.5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Longer than this no TTL is waited for: a resolver may be restarted, or forget.</summary>
    private static readonly TimeSpan LongestForTtl = TimeSpan.FromMinutes(15);

    private readonly DnsVerifier verifier;
    private readonly DnsVerifier thorough;
    private readonly IRecordLookup zones;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim looks;

    /// <summary>Puts it together.</summary>
    /// <param name="verifier">Looks again and again.</param>
    /// <param name="thorough">Looks the first and the last time, for the causes too.</param>
    /// <param name="zones">Asks the zone's servers for their negative TTL.</param>
    /// <param name="clock">Tells the time and wakes.</param>
    /// <param name="looks">Bounds how many look at once, while any number may wait.</param>
    public RecordWaiter(DnsVerifier verifier, DnsVerifier thorough, IRecordLookup zones, TimeProvider clock, SemaphoreSlim looks)
    {
        this.looks = looks;
        this.verifier = verifier;
        this.thorough = thorough;
        this.zones = zones;
        this.clock = clock;
    }

    /// <summary>Waits for one key's record.</summary>
    /// <param name="key">The stored key.</param>
    /// <param name="limit">How long, at most.</param>
    /// <param name="tell">Receives each observation and the time of the next one.</param>
    /// <param name="cancellation">Ends the wait at once.</param>
    /// <returns>The verified test with <see cref="DkimDnsTest.SafeToSignAt"/>, else the last one with a finding that the wait
    /// ended.</returns>
    public async Task<DkimDnsTest> UntilVerifiedAsync(
        StoredKey key, TimeSpan limit, Action<DkimDnsTest, DateTime> tell, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var caches = new CacheTimes();
        var pause = FirstPause;
        var test = await ObserveAsync(thorough, key, cancellation).ConfigureAwait(false);
        while (true)
        {
            caches.See(key.PublicKey, test);
            if (test.Status == DkimDnsStatus.Verified)
            {
                return await WithSafeTimeAsync(key, test, caches, cancellation).ConfigureAwait(false);
            }

            var rest = limit - clock.GetElapsedTime(began);
            if (rest <= TimeSpan.Zero)
            {
                test = await ObserveAsync(thorough, key, cancellation).ConfigureAwait(false);
                caches.See(key.PublicKey, test);
                return test.Status == DkimDnsStatus.Verified
                    ? await WithSafeTimeAsync(key, test, caches, cancellation).ConfigureAwait(false)
                    : test.Adding([FindingTable.WaitEnded.With(("time", limit))]);
            }

            var next = Shorter(rest, PauseAfter(key, test, pause));
            tell(test, clock.GetUtcNow().UtcDateTime + next);
            await Task.Delay(next, clock, cancellation).ConfigureAwait(false);
            pause = Shorter(pause * Growth, LongestPause);
            test = await ObserveAsync(verifier, key, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<DkimDnsTest> ObserveAsync(DnsVerifier how, StoredKey key, CancellationToken cancellation)
    {
        await looks.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await how.VerifyAsync(key, cancellation).ConfigureAwait(false);
        }
        finally
        {
            looks.Release();
        }
    }

    /// <summary>
    /// A resolver gives the same answer until it forgets it, so that to ask before is in vain; a zone's own server doesn't.
    /// </summary>
    private static TimeSpan PauseAfter(StoredKey key, DkimDnsTest test, TimeSpan pause)
    {
        var remembered = test.Servers
            .Where(answer => answer.ServerName is null && answer.Answered && !answer.IsRightFor(key.PublicKey))
            .Select(answer => answer.Ttl ?? answer.NegativeTtl ?? 0)
            .DefaultIfEmpty().Max();
        var forgotten = Shorter(TimeSpan.FromSeconds((double)remembered + 1), LongestForTtl);
        return remembered > 0 && forgotten > pause ? forgotten : pause;
    }

    private async Task<DkimDnsTest> WithSafeTimeAsync(StoredKey key, DkimDnsTest test, CacheTimes caches, CancellationToken cancellation)
    {
        if (test.SafeToSignAt is { } safe)
        {
            return test.SafeFrom(Later(safe, test.CheckedAt + caches.Longest(test.SlowestAnswer)));
        }

        // A resolver has it. Whether all do is for the zone's servers to say, and for how long they let others say no.
        var look = await zones.ObserveAsync(key.RecordName, cancellation).ConfigureAwait(false);
        var whole = Verification.Of(key, look, clock.GetUtcNow().UtcDateTime);
        return whole.SafeToSignAt is { } sure
            ? test.SafeFrom(Later(sure, whole.CheckedAt + caches.Longest(look.SlowestAnswer)))
            : test.Adding([FindingTable.SafeTimeUnknown.With(("name", key.RecordName))]);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
