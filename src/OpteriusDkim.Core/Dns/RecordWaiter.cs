using OpteriusDkim.Findings;
using OpteriusDkim.Keys;

namespace OpteriusDkim.Dns;

/// <summary>Waits until a record is right, testing at growing intervals, and determines when no cache can hold another answer.</summary>
/// <param name="verifier">Tests while waiting.</param>
/// <param name="thorough">Tests the first and the last time, with diagnosis.</param>
/// <param name="zones">Queries the zone's servers for their negative TTL.</param>
/// <param name="free">Limits concurrent tests; any number may wait.</param>
internal sealed class RecordWaiter(
    DnsVerifier verifier, DnsVerifier thorough, IRecordLookup zones, TimeProvider clock, SemaphoreSlim free)
{
    private const double Growth = 1.5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>The longest pause for a TTL: a resolver may drop its cache earlier.</summary>
    private static readonly TimeSpan LongestForTtl = TimeSpan.FromMinutes(15);

    /// <summary>Waits for one key's record.</summary>
    /// <param name="report">Receives each test and the time of the next one.</param>
    /// <returns>The verified test with <see cref="DkimDnsTest.SafeToSignAt"/>, else the last one with a finding that the wait
    /// ended.</returns>
    public async Task<DkimDnsTest> UntilVerifiedAsync(
        StoredKey key, TimeSpan limit, Action<DkimDnsTest, DateTime> report, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var caches = new CacheTimes();
        var pause = FirstPause;
        var test = await TestAsync(thorough, key, cancellation).ConfigureAwait(false);
        while (true)
        {
            caches.Learn(key.PublicKey, test);
            if (test.Status == DkimDnsStatus.Verified)
            {
                return await WithSafeTimeAsync(key, test, caches, cancellation).ConfigureAwait(false);
            }

            var rest = limit - clock.GetElapsedTime(began);
            if (rest <= TimeSpan.Zero)
            {
                test = await TestAsync(thorough, key, cancellation).ConfigureAwait(false);
                caches.Learn(key.PublicKey, test);
                return test.Status == DkimDnsStatus.Verified
                    ? await WithSafeTimeAsync(key, test, caches, cancellation).ConfigureAwait(false)
                    : test.Adding([FindingTable.WaitEnded.With(("time", limit))]);
            }

            var next = Shorter(rest, PauseAfter(key, test, pause));
            report(test, clock.GetUtcNow().UtcDateTime + next);
            await Task.Delay(next, clock, cancellation).ConfigureAwait(false);
            pause = Shorter(pause * Growth, LongestPause);
            test = await TestAsync(verifier, key, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<DkimDnsTest> TestAsync(DnsVerifier how, StoredKey key, CancellationToken cancellation)
    {
        await free.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await how.VerifyAsync(key, cancellation).ConfigureAwait(false);
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>
    /// A resolver gives the same answer until its cache entry expires, so asking earlier is useless; a zone's own server has no cache.
    /// </summary>
    private static TimeSpan PauseAfter(StoredKey key, DkimDnsTest test, TimeSpan pause)
    {
        var cachedFor = test.Servers
            .Where(answer => answer.ServerName is null && answer.Answered && !answer.IsRightFor(key.PublicKey))
            .Select(answer => answer.Ttl ?? answer.NegativeTtl ?? 0)
            .DefaultIfEmpty().Max();
        var expiry = Shorter(TimeSpan.FromSeconds((double)cachedFor + 1), LongestForTtl);
        return cachedFor > 0 && expiry > pause ? expiry : pause;
    }

    private async Task<DkimDnsTest> WithSafeTimeAsync(StoredKey key, DkimDnsTest test, CacheTimes caches, CancellationToken cancellation)
    {
        if (test.SafeToSignAt is { } safe)
        {
            return test.SafeFrom(Later(safe, test.CheckedAt + caches.Longest(test.SlowestAnswer)));
        }

        // A resolver has it. The zone's servers show whether all will, and how long a negative answer may be cached.
        var observation = await zones.ObserveAsync(key.RecordName, cancellation).ConfigureAwait(false);
        var whole = Verification.Of(key, observation, clock.GetUtcNow().UtcDateTime);
        return whole.SafeToSignAt is { } sure
            ? test.SafeFrom(Later(sure, whole.CheckedAt + caches.Longest(observation.SlowestAnswer)))
            : test.Adding([FindingTable.SafeTimeUnknown.With(("name", key.RecordName))]);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
