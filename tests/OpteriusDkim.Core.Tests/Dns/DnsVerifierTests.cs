namespace OpteriusDkim.Tests;

public sealed class DnsVerifierTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(7);
    private static readonly StoredKey Key = SampleKey.Stored(SampleKey.Rsa.PublicKey);

    private readonly SetClock clock = new();

    [Theory]
    [InlineData("right", 1, DkimDnsStatus.Verified)]
    [InlineData("right|another key", 1, DkimDnsStatus.Verified)]
    [InlineData("another key|right", 1, DkimDnsStatus.Mismatch)]
    [InlineData("no such name|right", 1, DkimDnsStatus.KeyGenerated)]
    [InlineData("no data|right", 1, DkimDnsStatus.KeyGenerated)]
    [InlineData("timeout|right", 2, DkimDnsStatus.Verified)]
    [InlineData("server failure|refused|malformed|right", 4, DkimDnsStatus.Verified)]
    [InlineData("timeout|another key|right", 2, DkimDnsStatus.Mismatch)]
    [InlineData("timeout|server failure", 2, DkimDnsStatus.KeyGenerated)]
    public async Task In_turn_the_next_server_is_asked_only_where_one_gives_no_answer(string answers, int asked, DkimDnsStatus status)
    {
        var resolver = new ScriptedResolver(answers.Split('|'));
        var test = await InTurn(resolver).VerifyAsync(Key, TestContext.Current.CancellationToken);
        Assert.Equal(resolver.Servers.Take(asked), resolver.Asked.Select(query => query.Server));
        Assert.Equal(status, test.Status);
        Assert.Equal(resolver.Servers[asked - 1].ToString(), Assert.Single(test.Servers).Server);
    }

    [Theory]
    [InlineData("right|right|right", DkimDnsStatus.Verified)]
    [InlineData("right|another key|right", DkimDnsStatus.Mismatch)]
    [InlineData("right|timeout", DkimDnsStatus.KeyGenerated)]
    public async Task Each_server_is_asked_where_each_is_wanted(string answers, DkimDnsStatus status)
    {
        var resolver = new ScriptedResolver(answers.Split('|'));
        var test = await Each(resolver).VerifyAsync(Key, TestContext.Current.CancellationToken);
        Assert.Equal(resolver.Servers.Select(server => server.ToString()), test.Servers.Select(server => server.Server));
        Assert.Equal(resolver.Servers.Count, resolver.Asked.Count);
        Assert.Equal(status, test.Status);
    }

    [Fact]
    public async Task The_records_name_is_asked_for_with_the_time_for_one_query()
    {
        var resolver = new ScriptedResolver("right");
        var test = await InTurn(resolver).VerifyAsync(Key, TestContext.Current.CancellationToken);
        Assert.Equal(("mail._domainkey.example.com", resolver.Servers[0], Timeout), Assert.Single(resolver.Asked));
        Assert.Equal(clock.Now.UtcDateTime, test.CheckedAt);
        Assert.Equal(DateTimeKind.Utc, test.CheckedAt.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task To_cancel_ends_the_lookups_at_once(bool each)
    {
        var resolver = new ScriptedResolver(ScriptedResolver.Silence, "right");
        using var cancellation = new CancellationTokenSource();
        var verification = (each ? Each(resolver) : InTurn(resolver)).VerifyAsync(Key, cancellation.Token);
        Assert.False(verification.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verification);
        Assert.Equal(each ? 2 : 1, resolver.Asked.Count);
    }

    [Fact]
    public void A_missing_key_asks_nobody()
    {
        var resolver = new ScriptedResolver("right");
        var test = InTurn(resolver).MissingKey(Key.Domain, null, [], "/keys");
        Assert.Equal((DkimDnsStatus.NotConfigured, clock.Now.UtcDateTime), (test.Status, test.CheckedAt));
        Assert.Empty(resolver.Asked);
    }

    private DnsVerifier InTurn(ScriptedResolver resolver) => new(RecordLookup.AskingInTurn(resolver, Timeout, resolver.Servers), clock);

    private DnsVerifier Each(ScriptedResolver resolver) => new(RecordLookup.AskingEach(resolver, Timeout, resolver.Servers), clock);
}
