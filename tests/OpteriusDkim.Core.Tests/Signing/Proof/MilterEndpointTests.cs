using System.Text;

namespace OpteriusDkim.Tests;

/// <summary>The milter client against correct and faulty milters.</summary>
public sealed class MilterEndpointTests
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Hurried = TimeSpan.FromMilliseconds(200);

    public static TheoryData<string, char, byte[]?> Broken => new()
    {
        { "another protocol", 'O', Encoding.ASCII.GetBytes("220 mail.example.com ESMTP\r\n") },
        { "a packet without end", 'C', [0x7F, 0xFF, 0xFF, 0xFF, (byte)'c'] },
        { "an empty packet", 'C', [0, 0, 0, 0] },
        {
            "a version that doesn't exist",
            'O',
            ScriptedMilter.Packets(new MilterPacket('O', new byte[] { 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0 }))
        },
        {
            "steps that weren't offered",
            'O',
            ScriptedMilter.Packets(new MilterPacket('O', new byte[] { 0, 0, 0, 6, 0, 0, 0, 0, 0xFF, 0, 0, 0 }))
        },
        { "a negotiation that is cut short", 'O', ScriptedMilter.Packets(new MilterPacket('O', new byte[] { 0, 0 })) },
        { "an unknown reply", 'M', ScriptedMilter.Letter('\u0001') },
        { "an unknown reply at the end", 'E', ScriptedMilter.Letter('?') },
        { "a header without a name", 'E', ScriptedMilter.Packets(new MilterPacket('h', "\0value\0"u8.ToArray())) },
        { "a header with a colon in its name", 'E', ScriptedMilter.Packets(new MilterPacket('h', "a: b\r\nc\0value\0"u8.ToArray())) },
        { "a header that is cut short", 'E', ScriptedMilter.Packets(new MilterPacket('i', new byte[] { 0 })) },
        { "progress without end", 'E', [.. Enumerable.Repeat(ScriptedMilter.Letter('p'), 10_001).SelectMany(bytes => bytes)] },
        { "a body without end", 'E', ScriptedMilter.Packets([.. Enumerable.Repeat(new MilterPacket('b', new byte[300_000]), 5)]) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_protocol_violation_is_reported_and_ends_the_test(string what, char at, byte[]? answer)
    {
        using var milter = new ScriptedMilter(new() { [at] = answer });

        var result = Assert.Single(await TryAsync(milter, 1, Patient));

        Assert.NotEmpty(what);
        Assert.Equal(
            (DkimSigningOutcome.Unreachable, nameof(FindingTable.SocketGarbled)), (result.Outcome, Assert.Single(result.Findings).Code));
    }

    [Theory]
    [InlineData('O')]
    [InlineData('C')]
    [InlineData('L')]
    [InlineData('E')]
    public async Task The_timeout_for_an_answer_is_total_and_not_per_message(char at)
    {
        using var milter = new ScriptedMilter(new() { [at] = [] });

        var results = await TryAsync(milter, 50, Hurried);

        Assert.All(results, result => Assert.Equal(nameof(FindingTable.SocketTimeout), Assert.Single(result.Findings).Code));
        Assert.Equal(1, milter.Connections);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_at_once()
    {
        using var milter = new ScriptedMilter(new() { ['E'] = [] });
        using var stop = new CancellationTokenSource(100);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new MilterEndpoint(milter.Address, TimeSpan.FromHours(1))
            .TryAsync([Message()], stop.Token));
    }

    [Theory]
    [InlineData('a', DkimSigningOutcome.Unsigned)]
    [InlineData('t', DkimSigningOutcome.TemporaryFailure)]
    [InlineData('r', DkimSigningOutcome.Rejected)]
    [InlineData('d', DkimSigningOutcome.Rejected)]
    [InlineData('4', DkimSigningOutcome.TemporaryFailure)]
    internal async Task A_verdict_holds_wherever_it_falls(char verdict, DkimSigningOutcome outcome)
    {
        foreach (var at in "CHMRTLNBE")
        {
            using var milter = new ScriptedMilter(new() { [at] = ScriptedMilter.Letter(verdict) });

            Assert.All(await TryAsync(milter, 2, Patient), result => Assert.Equal((at, outcome), (at, result.Outcome)));
        }
    }

    [Theory]
    [InlineData("451 4.7.1 later", DkimSigningOutcome.TemporaryFailure)]
    [InlineData("550 5.7.1 never", DkimSigningOutcome.Rejected)]
    internal async Task A_reply_code_is_a_verdict(string text, DkimSigningOutcome outcome)
    {
        using var milter = new ScriptedMilter(new() { ['E'] = ScriptedMilter.Packets(MilterPacket.Of('y', text)) });

        Assert.Equal(outcome, Assert.Single(await TryAsync(milter, 1, Patient)).Outcome);
    }

    [Fact]
    public async Task Headers_are_added_put_in_and_changed_as_a_mail_server_does()
    {
        using var milter = new ScriptedMilter(new()
        {
            ['E'] = ScriptedMilter.Packets(
                MilterPacket.Of('h', "X-Added", "1"),
                new MilterPacket('i', (byte[])[0, 0, 0, 0, .. "DKIM-Signature\0v=1\0"u8]),
                new MilterPacket('m', (byte[])[0, 0, 0, 1, .. "Subject\0changed\0"u8]),
                new MilterPacket('m', (byte[])[0, 0, 0, 1, .. "MIME-Version\0\0"u8]),
                new MilterPacket('p', default),
                new MilterPacket('b', "other\r\n"u8.ToArray()),
                new MilterPacket('c', default)),
        });

        var result = Assert.Single(await TryAsync(milter, 1, Patient));

        Assert.Equal(DkimSigningOutcome.Signed, result.Outcome);
        Assert.Equal("DKIM-Signature", result.Message.Headers[0].Key);
        Assert.Equal("X-Added", result.Message.Headers[^1].Key);
        Assert.Equal("changed", Assert.Single(result.Message.ValuesOf("Subject")));
        Assert.Empty(result.Message.ValuesOf("MIME-Version"));
        Assert.Equal("other\r\n", result.Message.Body);
    }

    [Fact]
    public async Task Many_messages_go_over_one_connection_each_in_full()
    {
        using var milter = new ScriptedMilter();

        var results = await TryAsync(milter, 20, Patient);

        Assert.All(results, result => Assert.Equal(DkimSigningOutcome.Unsigned, result.Outcome));
        Assert.Equal(
            (1, 20, 20),
            (
                milter.Connections, milter.Received.Count(packet => packet.Letter == 'M'),
                milter.Received.Count(packet => packet.Letter == 'E')));
    }

    [Fact]
    public async Task A_daemon_that_crashes_on_each_message_is_tested_with_each()
    {
        using var milter = new ScriptedMilter(new() { ['E'] = null });

        var results = await TryAsync(milter, 3, Patient);

        Assert.All(results, result => Assert.Equal(nameof(FindingTable.SignerEnded), Assert.Single(result.Findings).Code));
        Assert.Equal(3, results.Count);

        // Each twice, with a connection test in between.
        Assert.Equal(9, milter.Connections);
    }

    [Theory]
    [InlineData('O')]
    [InlineData('C')]
    [InlineData('L')]
    [InlineData('E')]
    public async Task A_daemon_that_closes_the_connection_while_it_restarts_is_retried_once(char at)
    {
        using var milter = new ScriptedMilter(new() { [at] = null }) { Faults = 1 };

        Assert.All(await TryAsync(milter, 3, Patient), result => Assert.Equal(DkimSigningOutcome.Unsigned, result.Outcome));
    }

    [Fact]
    public async Task A_daemon_that_ends_and_does_not_restart_is_reported_as_ended()
    {
        using var milter = new ScriptedMilter(new() { ['E'] = null }) { Faults = 1, EndsAtFault = true };

        var results = await TryAsync(milter, 2, Patient);

        Assert.Equal(2, results.Count);
        Assert.All(
            results,
            result =>
                Assert.Equal(
                    (DkimSigningOutcome.Unreachable, nameof(FindingTable.SignerEnded)),
                    (result.Outcome, Assert.Single(result.Findings).Code)));
        Assert.Contains("nothing listened there", results[0].Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_that_the_milter_declines_are_skipped_and_the_space_after_the_colon_is_sent()
    {
        using var milter = new ScriptedMilter(
            steps: MilterSteps.NoHello | MilterSteps.NoBody | MilterSteps.NoData | MilterSteps.LeadingSpace);

        await TryAsync(milter, 1, Patient);

        var letters = string.Concat(milter.Received.Select(packet => packet.Letter));
        Assert.DoesNotContain('H', letters);
        Assert.DoesNotContain('B', letters);
        Assert.DoesNotContain('T', letters);
        Assert.All(
            milter.Received.Where(packet => packet.Letter == 'L'),
            packet => Assert.StartsWith(" ", packet.Header(0).Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_client_is_on_this_host_and_has_logged_in()
    {
        using var milter = new ScriptedMilter();

        await TryAsync(milter, 1, Patient);

        var told = milter.Received.Select(packet => packet.Letter + Encoding.Latin1.GetString(packet.Data.Span)).ToArray();
        Assert.Contains("Clocalhost\04\0\0127.0.0.1\0", told);
        Assert.Contains("M<dkim-probe@example.com>\0", told);
        Assert.Contains(
            told,
            text => text.StartsWith("DM", StringComparison.Ordinal) && text.Contains("{auth_type}\0PLAIN\0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("local:/nowhere/milter.sock", nameof(FindingTable.SocketMissing))]
    [InlineData(
        "local:/a-path-that-is-longer-than-any-socket-may-have-01234567890123456789012345678901234567890123456789"
        + "01234567890123456789012345678901234567890123456789",
        nameof(FindingTable.SocketMissing))]
    [InlineData("inet:1@127.0.0.1", nameof(FindingTable.SocketRefused))]
    public async Task A_socket_that_cannot_be_reached_is_reported_with_the_reason(string socket, string code)
    {
        var results = await new MilterEndpoint(DaemonAddress.ParseMilter(socket), Patient)
            .TryAsync([Message(), Message()], TestContext.Current.CancellationToken);

        Assert.All(
            results,
            result => Assert.Equal((DkimSigningOutcome.Unreachable, code), (result!.Outcome, Assert.Single(result.Findings).Code)));
    }

    private static ProbeMessage Message() => new(SampleName.Mail.Domain, TimeProvider.System.GetUtcNow());

    private static async Task<IReadOnlyList<ProbeResult>> TryAsync(ScriptedMilter milter, int messages, TimeSpan timeout) =>
        [.. (await new MilterEndpoint(milter.Address, timeout) { RestartTime = TimeSpan.FromMilliseconds(300) }.TryAsync(
            [.. Enumerable.Range(0, messages).Select(_ => Message())], TestContext.Current.CancellationToken)).OfType<ProbeResult>()];
}
