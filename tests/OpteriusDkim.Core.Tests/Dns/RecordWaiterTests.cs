namespace OpteriusDkim.Tests;

/// <summary>Waiting, on a clock that skips every delay.</summary>
public sealed class RecordWaiterTests
{
    private static readonly StoredKey Key = SampleKey.Stored(SampleKey.Rsa.PublicKey);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly SkippingClock clock = new();
    private readonly List<string> answers = ["no such name"];
    private readonly List<(TimeSpan At, DkimDnsTest Test, DateTime Next)> reported = [];
    private ZoneObservation whole = new([]);
    private int? ttl;
    private int? negativeTtl;
    private string? serverName = "ns1.example.com";
    private int lookups;

    [Fact]
    public async Task Pauses_grow_from_five_seconds_to_five_minutes()
    {
        var test = await WaitAsync(TimeSpan.FromHours(1));

        double[] pauses = [5, 7.5, 11.25, 16.875, 25.312];
        Assert.Equal(pauses, clock.Pauses.Take(5).Select(pause => Math.Round(pause.TotalSeconds, 3)));
        Assert.Equal(300, clock.Pauses[^2].TotalSeconds);
        Assert.All(clock.Pauses.Zip(clock.Pauses.Skip(1)).SkipLast(1), pair => Assert.True(pair.First <= pair.Second));
        Assert.Equal(DkimDnsStatus.KeyGenerated, test.Status);
    }

    [Theory]
    [InlineData(60, null, 61)]
    [InlineData(null, 60, 61)]
    [InlineData(600, 60, 601)]
    [InlineData(7200, null, 900)]
    [InlineData(2, null, 5)]
    public async Task A_resolver_is_not_queried_again_before_its_cache_expires(int? lasts, int? lastsAsNo, double pause)
    {
        (serverName, ttl, negativeTtl) = (null, lasts, lastsAsNo);
        answers.Clear();
        answers.AddRange([lasts is null ? "no such name" : "another key", "right"]);

        await WaitAsync(Day);

        Assert.Equal([pause], clock.Pauses.Select(each => each.TotalSeconds));
    }

    [Fact]
    public async Task An_authoritative_server_has_no_cache_and_is_queried_soon()
    {
        (ttl, negativeTtl) = (7200, 3600);
        answers.Add("right");

        await WaitAsync(Day);

        Assert.Equal([5], clock.Pauses.Select(each => each.TotalSeconds));
    }

    [Fact]
    public async Task Each_test_is_reported_with_the_time_of_the_next()
    {
        answers.AddRange(["another key", "right"]);
        var began = clock.GetUtcNow().UtcDateTime;

        await WaitAsync(Day);

        Assert.Equal([DkimDnsStatus.KeyGenerated, DkimDnsStatus.Mismatch], reported.Select(each => each.Test.Status));
        Assert.Equal([began.AddSeconds(5), began.AddSeconds(12.5)], reported.Select(each => each.Next));
    }

    [Fact]
    public async Task A_wait_that_times_out_tests_once_more()
    {
        var test = await WaitAsync(TimeSpan.FromSeconds(10));

        double[] pauses = [5, 5];
        Assert.Equal(pauses, clock.Pauses.Select(each => each.TotalSeconds));
        Assert.Equal(DkimDnsStatus.KeyGenerated, test.Status);
        Assert.Equal(["WaitEnded", "NoSuchName"], test.Findings.Select(finding => finding.Code));
        Assert.Contains("00:00:10", test.Findings[0].Message, StringComparison.Ordinal);
        Assert.Null(test.SafeToSignAt);
    }

    [Fact]
    public async Task A_record_that_appears_at_the_last_test_counts()
    {
        answers.AddRange(["no such name", "no such name", "right"]);
        whole = Seen("right", negative: 60);

        Assert.Equal(DkimDnsStatus.Verified, (await WaitAsync(TimeSpan.FromSeconds(10))).Status);
    }

    [Fact]
    public async Task A_record_correct_at_first_is_safe_once_no_negative_answer_can_be_cached()
    {
        answers[0] = "right";
        (serverName, ttl) = (null, 300);
        whole = Seen("right", negative: 900);

        var test = await WaitAsync(Day);

        Assert.Empty(clock.Pauses);
        Assert.Equal(900 + 1 + 45, (test.SafeToSignAt!.Value - test.CheckedAt).TotalSeconds);
    }

    [Theory]
    [InlineData("no such name", null, 1800, 60, 1800 + 1 + 60)]
    [InlineData("another key", 7200, null, 60, 7200 + 1 + 60)]
    [InlineData("no such name", null, 60, 900, 900 + 1 + 45)]
    public async Task A_wrong_record_may_be_cached_until_its_TTL_has_passed(string before, int? lasts, int? lastsAsNo, int zoneNo, int safe)
    {
        (ttl, negativeTtl) = (lasts, lastsAsNo);
        answers.Clear();
        answers.AddRange([before, "right"]);
        whole = Seen("right", zoneNo);

        var test = await WaitAsync(Day);

        Assert.Equal(DkimDnsStatus.Verified, test.Status);
        Assert.Equal(safe, (test.SafeToSignAt!.Value - test.CheckedAt).TotalSeconds);
    }

    [Fact]
    public async Task While_a_server_of_the_zone_lacks_the_record_the_safe_time_is_unknown()
    {
        answers[0] = "right";
        whole = Seen("timeout", negative: 60);

        var test = await WaitAsync(Day);

        Assert.Equal(DkimDnsStatus.Verified, test.Status);
        Assert.Null(test.SafeToSignAt);
        Assert.Equal(["SafeTimeUnknown"], test.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task A_stop_ends_a_pause_at_once()
    {
        clock.IsStopped = true;
        using var stop = new CancellationTokenSource();
        var wait = WaitAsync(Day, stop.Token);
        Assert.False(wait.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Equal(1, lookups);
    }

    private ZoneObservation Seen(string answer, int negative) => whole with
    {
        Zones = [new Zone("example.com") { NegativeTtl = negative }],
        Answers = [Answers.By("ns1.example.com", answer)],
    };

    private async Task<DkimDnsTest> WaitAsync(TimeSpan limit, CancellationToken? cancellation = null)
    {
        using var atOnce = new SemaphoreSlim(1);
        var lookup = new Lookup(() => new ZoneObservation([Next()]));
        var began = clock.GetUtcNow();
        return await new RecordWaiter(
            new DnsVerifier(lookup, clock), new DnsVerifier(lookup, clock), new Lookup(() => whole), clock, atOnce)
            .UntilVerifiedAsync(
                Key,
                limit,
                (test, next) => reported.Add((clock.GetUtcNow() - began, test, next)),
                cancellation ?? TestContext.Current.CancellationToken);
    }

    private DkimDnsAnswer Next()
    {
        var reply = Answers.Negative(Answers.Of(answers[Math.Min(lookups++, answers.Count - 1)]), negativeTtl);
        return new DkimDnsAnswer(
            SampleName.Mail, reply with { Answers = [.. reply.Answers.Select(record => record with { Ttl = ttl ?? record.Ttl })] })
        {
            ServerName = serverName,
        };
    }

    private sealed class Lookup(Func<ZoneObservation> observe) : IRecordLookup
    {
        public Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation) => Task.FromResult(observe());
    }
}
