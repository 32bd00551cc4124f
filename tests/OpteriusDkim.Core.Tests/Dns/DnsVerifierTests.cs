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
    public async Task In_turn_the_next_server_is_queried_only_where_one_does_not_answer(string answers, int queries, DkimDnsStatus status)
    {
        var resolver = new ScriptedResolver(answers.Split('|'));
        var test = await InTurn(resolver).VerifyAsync(Key, TestContext.Current.CancellationToken);
        Assert.Equal(resolver.Servers.Take(queries), resolver.Queries.Select(query => query.Server));
        Assert.Equal(status, test.Status);
        Assert.Equal(resolver.Servers[queries - 1].ToString(), Assert.Single(test.Servers).Server);
    }

    [Theory]
    [InlineData("right|right|right", DkimDnsStatus.Verified)]
    [InlineData("right|another key|right", DkimDnsStatus.Mismatch)]
    [InlineData("right|timeout", DkimDnsStatus.KeyGenerated)]
    public async Task Each_server_is_queried_where_all_are_requested(string answers, DkimDnsStatus status)
    {
        var resolver = new ScriptedResolver(answers.Split('|'));
        var test = await Each(resolver).VerifyAsync(Key, TestContext.Current.CancellationToken);
        Assert.Equal(resolver.Servers.Select(server => server.ToString()), test.Servers.Select(server => server.Server));
        Assert.Equal(resolver.Servers.Count, resolver.Queries.Count);
        Assert.Equal(status, test.Status);
    }

    [Theory]
    [InlineData("no such name", "mail.signs", true)]
    [InlineData("no data", "mail.signs", true)]
    [InlineData("no such name", null, false)]
    [InlineData("timeout", "mail.signs", false)]
    [InlineData("server failure", "mail.signs", false)]
    [InlineData("another key", "mail.signs", false)]
    [InlineData("right", "mail.signs", false)]
    public async Task A_record_that_is_missing_while_its_key_signs_is_an_error(string answer, string? source, bool expected)
    {
        var queries = 0;
        var resolver = new ScriptedResolver(answer);
        var lookup = new ResolverLookup(resolver.Resolvers(Timeout));
        var verifier = new DnsVerifier(lookup, clock, signedBy: key =>
        {
            queries++;
            return source;
        });

        var test = await verifier.VerifyAsync(Key, TestContext.Current.CancellationToken);

        var found = test.Findings.Where(finding => finding.Code == nameof(FindingTable.RecordMissingWhileSigning)).ToArray();
        Assert.Equal(expected, found.Length == 1 && found[0] == test.Findings[0] && found[0].Severity == FindingSeverity.Error);
        Assert.Equal(expected ? "KeyGenerated" : test.Status.ToString(), test.Status.ToString());
        Assert.True(queries == (answer.StartsWith("no ", StringComparison.Ordinal) ? 1 : 0), "Signers are read for missing records only.");
    }

    [Fact]
    public async Task The_records_name_is_queried_with_the_timeout_of_one_query()
    {
        var resolver = new ScriptedResolver("right");
        var test = await InTurn(resolver).VerifyAsync(Key, TestContext.Current.CancellationToken);
        Assert.Equal(("mail._domainkey.example.com", resolver.Servers[0], Timeout), Assert.Single(resolver.Queries));
        Assert.Equal(clock.Now.UtcDateTime, test.CheckedAt);
        Assert.Equal(DateTimeKind.Utc, test.CheckedAt.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_the_lookups_at_once(bool each)
    {
        var resolver = new ScriptedResolver(ScriptedResolver.Silence, "right");
        using var cancellation = new CancellationTokenSource();
        var verification = (each ? Each(resolver) : InTurn(resolver)).VerifyAsync(Key, cancellation.Token);
        Assert.False(verification.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verification);
        Assert.Equal(each ? 2 : 1, resolver.Queries.Count);
    }

    [Fact]
    public void A_missing_key_sends_no_query()
    {
        var resolver = new ScriptedResolver("right");
        var test = InTurn(resolver).MissingKey(Key.Domain, null, [], "/keys");
        Assert.Equal((DkimDnsStatus.NotConfigured, clock.Now.UtcDateTime), (test.Status, test.CheckedAt));
        Assert.Empty(resolver.Queries);
    }

    private DnsVerifier InTurn(ScriptedResolver resolver) => new(new ResolverLookup(resolver.Resolvers(Timeout)), clock);

    private DnsVerifier Each(ScriptedResolver resolver) => new(new ResolverLookup(resolver.Resolvers(Timeout), each: true), clock);
}
