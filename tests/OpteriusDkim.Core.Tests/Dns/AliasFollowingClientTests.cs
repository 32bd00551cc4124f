namespace OpteriusDkim.Tests;

/// <summary>Aliases that a server returns one by one, as an authoritative server does for targets in other zones.</summary>
public sealed class AliasFollowingClientTests
{
    private static readonly DnsServer Server = DnsServer.Parse("192.0.2.53");

    [Theory]
    [InlineData("n0", DnsOutcome.Found, "")]
    [InlineData("n0 n1", DnsOutcome.Found, "n1")]
    [InlineData("n0 n1 n2 n3", DnsOutcome.Found, "n1 n2 n3")]
    [InlineData("n0 n0", DnsOutcome.Malformed, "")]
    [InlineData("n0 n1 n0", DnsOutcome.Malformed, "n1")]
    [InlineData("n0 n1 n2 n1", DnsOutcome.Malformed, "n1 n2")]
    public async Task Aliases_are_followed_to_their_end(string names, DnsOutcome outcome, string chain)
    {
        var reply = await AskAsync(new OneByOne(names.Split(' ')));
        var answer = new DkimDnsAnswer(SampleName.Mail, reply);
        Assert.Equal(("n0", outcome, outcome), (reply.Question.Name, reply.Outcome, answer.Outcome));
        Assert.Equal(chain, string.Join(' ', answer.Chain));
        Assert.Equal(outcome == DnsOutcome.Found ? ["text"] : [], answer.Texts);
    }

    [Theory]
    [InlineData(16, DnsOutcome.Found)]
    [InlineData(17, DnsOutcome.Malformed)]
    public async Task Aliases_are_followed_as_far_as_resolvers_do(int aliases, DnsOutcome outcome)
    {
        var reply = await AskAsync(new OneByOne([.. Enumerable.Range(0, aliases + 1).Select(number => $"n{number}")]));
        Assert.Equal(outcome, reply.Outcome);
        Assert.Equal(16, AliasChain.In(reply).Targets.Count);
    }

    [Theory]
    [InlineData(DnsOutcome.NoSuchName)]
    [InlineData(DnsOutcome.Refused)]
    [InlineData(DnsOutcome.Timeout)]
    public async Task A_target_without_an_answer_keeps_the_chain(DnsOutcome outcome)
    {
        var answer = new DkimDnsAnswer(SampleName.Mail, await AskAsync(new OneByOne(["n0", "n1"]) { End = outcome }));
        Assert.Equal((outcome, "n1"), (answer.Outcome, Assert.Single(answer.Chain)));
        Assert.Empty(answer.Texts);
    }

    private static Task<DnsReply> AskAsync(IDnsClient client) => new AliasFollowingClient(client).AskAsync(
        new DnsQuestion("n0", DnsRecordType.Txt, Server), TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    /// <summary>Each name is an alias of the next, and the last has a record.</summary>
    private sealed class OneByOne(string[] names) : IDnsClient
    {
        public DnsOutcome End { get; init; } = DnsOutcome.Found;

        public Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation)
        {
            var next = Array.IndexOf(names, question.Name) + 1;
            return Task.FromResult(next < names.Length
                ? new DnsReply(question, DnsOutcome.NoData)
                {
                    Answers = [new DnsResource(question.Name, DnsRecordType.Cname, 60) { Target = names[next] }],
                }
                : new DnsReply(question, End)
                {
                    Answers = End == DnsOutcome.Found ? [new DnsResource(question.Name, DnsRecordType.Txt, 60) { Strings = ["text"] }] : [],
                });
        }
    }
}
