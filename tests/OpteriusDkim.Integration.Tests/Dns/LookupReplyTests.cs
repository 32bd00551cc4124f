using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpteriusDkim;

/// <summary>How a lookup interprets replies, which a server assembles octet by octet.</summary>
public sealed class LookupReplyTests
{
    private const string Name = "mail._domainkey.example.com";

    /// <summary>Where the first record begins.</summary>
    private static readonly int AfterQuestion = 12 + WireMessage.Name(Name).Length + 4;

    private static readonly DnsQuestion Sample = new(Name, DnsRecordType.Txt, DnsServer.Parse("127.0.0.1"));

    private static byte[] Soa { get; } =
    [
        .. WireMessage.Name("ns.example.com"), .. WireMessage.Name("root.example.com"),
        0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 60,
    ];

    private readonly DnsClientLookup client = new();

    [Fact]
    public async Task Strings_times_and_flags_are_read()
    {
        var reply = await ReadAsync(
            message => message.Answer(WireMessage.QuestionName, DnsRecordType.Txt, 300, WireMessage.Text("a", "", "\u00ff\u001b")), 0x8420);
        Assert.Equal((DnsOutcome.Found, true, true), (reply.Outcome, reply.IsAuthoritative, reply.IsAuthenticated));
        var record = Assert.Single(reply.Answers);
        Assert.Equal((Name, 300), (record.Name, record.Ttl));
        Assert.Equal(["a", "", "\u00ff\u001b"], record.Strings);
    }

    [Theory]
    [InlineData("v=DKIM1; n=\"a\"")]
    [InlineData("a\\b")]
    [InlineData("\\200\\034")]
    [InlineData("\u00c3\u00a9\\233\"")]
    [InlineData("\u00c3\u0028\u0000\u007f\"\u00e9")]
    [InlineData("\u00ef\u00bf\u00bd")]
    [InlineData("\u00ff\\255a\\")]
    [InlineData("\u00e9\\n\"\\\u00c3")]
    public async Task A_string_is_its_bytes(string bytes)
    {
        var reply = await ReadAsync(message => message.Answer(WireMessage.QuestionName, DnsRecordType.Txt, 60, WireMessage.Text(bytes)));
        Assert.Equal([bytes], reply.Answers[0].Strings);
    }

    [Fact]
    public async Task A_negative_answer_has_its_caching_time()
    {
        var reply = await ReadAsync(message => message.Authority(WireMessage.Name("Example.COM"), DnsRecordType.Soa, 3600, Soa), 0x8403);
        Assert.Equal(
            (DnsOutcome.NoSuchName, 60, "example.com", "ns.example.com", 7u),
            (reply.Outcome, reply.Authority!.NegativeTtl, reply.Zone, reply.Authority.Target, reply.Authority.Serial));
    }

    [Theory]
    [InlineData(0x8402, DnsOutcome.ServerFailure, "SERVFAIL")]
    [InlineData(0x8405, DnsOutcome.Refused, "REFUSED")]
    [InlineData(0x840B, DnsOutcome.ServerFailure, "RCODE 11")]
    [InlineData(0x8400, DnsOutcome.NoData, "")]
    public async Task A_code_is_an_outcome(int flags, DnsOutcome outcome, string detail)
    {
        var reply = await ReadAsync(message => message, flags);
        Assert.Equal((outcome, detail), (reply.Outcome, reply.Detail));
    }

    [Fact]
    public async Task A_referral_shows_the_zone_below()
    {
        var reply = await ReadAsync(
            message => message.Authority(
                WireMessage.Name("_domainkey.example.com"), DnsRecordType.Ns, 60, WireMessage.Name("ns.example.net")),
            0x8000);
        Assert.Equal("_domainkey.example.com", reply.Zone);
    }

    [Fact]
    public async Task A_TTL_with_its_top_bit_set_is_zero()
    {
        var reply = await ReadAsync(message => message.Answer(WireMessage.QuestionName, DnsRecordType.Txt, -1, WireMessage.Text("a")));
        Assert.Equal(0, reply.Answers[0].Ttl);
    }

    [Fact]
    public async Task A_name_is_shown_escaped()
    {
        var name = new byte[] { 6, 0x1b, (byte)'[', (byte)'.', 0xff, (byte)'A', (byte)'\\', 0 };
        var reply = await ReadAsync(message => message.Answer(WireMessage.QuestionName, DnsRecordType.Cname, 60, name));
        
        // The package doesn't distinguish a dot in a label from one between labels.
        Assert.Equal(@"\027[.\255a\092", reply.Answers[0].Target);
    }

    [Fact]
    public async Task A_name_in_a_copied_command_runs_nothing()
    {
        const string Active = "$(x)`'|&<>{}!;\"\\";
        var name = new byte[] { (byte)Active.Length }.Concat(Active.Select(character => (byte)character)).Append((byte)0).ToArray();
        var reply = await ReadAsync(message => message.Answer(WireMessage.QuestionName, DnsRecordType.Cname, 60, name));
        var target = reply.Answers[0].Target;
        Assert.DoesNotContain(target.Replace("\\", "", StringComparison.Ordinal), Active.Remove(2, 1).Contains);
        Assert.StartsWith(@"\036\040x\041", target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, Name, (int)DnsRecordType.Txt, 0x8400, true, false)]
    [InlineData(0, "other._domainkey.example.com", (int)DnsRecordType.Txt, 0x8400, true, false)]
    [InlineData(0, Name, (int)DnsRecordType.A, 0x8400, true, false)]
    [InlineData(0, "MAIL._domainKEY.example.com", (int)DnsRecordType.Txt, 0x8400, true, true)]
    [InlineData(0, Name, (int)DnsRecordType.Txt, 0x0100, true, false)]
    [InlineData(0, Name, (int)DnsRecordType.Txt, 0x8001, false, true)]
    [InlineData(0, Name, (int)DnsRecordType.Txt, 0x8400, false, false)]
    public async Task Only_a_response_under_the_same_id_to_the_same_question_counts(
        int difference, string name, int type, int flags, bool repeatQuestion, bool counts)
    {
        using var server = new HostileServer(query => new WireMessage(
            Sample with { Name = name, Type = (DnsRecordType)type }, (ushort)(IdOf(query) + difference), flags, repeatQuestion).Bytes);
        var reply = await AskAsync(server, TimeSpan.FromSeconds(0.5));
        Assert.Equal(counts, reply.Outcome != DnsOutcome.Malformed);
    }

    [Theory]
    [InlineData("127.0.0.1", 0x8403)]
    [InlineData("127.0.0.9", 0x8403)]
    [InlineData("127.0.0.1", 0x8603)]
    public async Task A_response_from_another_address_or_port_does_not_count(string address, int flags)
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Parse(address), 0));
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var answering = Task.Run(
            async () =>
            {
                for (var count = 0; ; count++)
                {
                    // Forged replies first; the third query is answered.
                    var query = await server.ReceiveAsync(TestContext.Current.CancellationToken);
                    if (query.Buffer.Length > 0)
                    {
                        var isForged = count < 2;
                        var bytes = new WireMessage(Sample, IdOf(query.Buffer), isForged ? flags : 0x8400).Bytes;
                        await (isForged ? other : server).SendAsync(bytes, query.RemoteEndPoint, TestContext.Current.CancellationToken);
                    }
                }
            },
            TestContext.Current.CancellationToken);
        var question = Sample with { Server = new DnsServer(IPAddress.Loopback, ((IPEndPoint)server.Client.LocalEndPoint!).Port) };

        var reply = await client.AskAsync(question, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(DnsOutcome.NoData, reply.Outcome);
        Assert.False(answering.IsFaulted);
    }

    public static TheoryData<string, byte[]> BrokenNames => new()
    {
        { "points to itself", [0xC0, 45] },
        { "points forward", [0xC0, 0xFF] },
        { "points far forward", [0xCF, 0xFF] },
        { "has a label of another kind", [0x80, 1] },
        { "runs out of the message", [63, 1, 2] },
        { "differs by a letter that is lower case elsewhere", WireMessage.Name("mail._domain\u00e2\u0084\u00aaey.example.com") },
        { "is longer than a name may be", [.. Enumerable.Repeat<byte[]>([63, .. new byte[63]], 5).SelectMany(label => label), 0] },
    };

    [Theory]
    [MemberData(nameof(BrokenNames))]
    public async Task An_invalid_name_makes_a_message_malformed(string problem, byte[] name)
    {
        Assert.NotEmpty(problem);
        var reply = await ReadAsync(message => message.Answer(name, DnsRecordType.Txt, 60, WireMessage.Text("a")));
        Assert.Equal(DnsOutcome.Malformed, reply.Outcome);
    }

    [Theory]
    [InlineData("points to itself", new byte[] { 0xC0, 57 }, false)]
    [InlineData("points forward", new byte[] { 0xC0, 0xFF }, false)]
    [InlineData("points far forward", new byte[] { 0xC8, 0xFF }, false)]
    [InlineData("points to itself", new byte[] { 0xC0, 57 }, true)]
    [InlineData("points forward", new byte[] { 0xC0, 0xFF }, true)]
    public async Task An_invalid_target_makes_a_message_malformed(string problem, byte[] name, bool tcp)
    {
        Assert.NotEmpty(problem);

        // The package's buffer may still hold earlier data: a label at the octet of the pointer.
        var before = new string('x', 197) + "\u0004leak\u0000";
        for (var count = 0; count < 20; count++)
        {
            await ReadAsync(message => message.Answer(WireMessage.QuestionName, DnsRecordType.Txt, 60, WireMessage.Text(before)), tcp: tcp);
            var reply = await ReadAsync(message => message.Answer(WireMessage.QuestionName, DnsRecordType.Cname, 60, name), tcp: tcp);
            Assert.Equal((DnsOutcome.Malformed, ""), (reply.Outcome, string.Concat(reply.Answers.Select(answer => answer.Target))));
        }
    }

    [Fact]
    public async Task A_string_longer_than_its_record_makes_a_message_malformed()
    {
        var reply = await ReadAsync(message => message.Answer(WireMessage.QuestionName, DnsRecordType.Txt, 60, [200, 1, 2]));
        Assert.Equal(DnsOutcome.Malformed, reply.Outcome);
    }

    [Fact]
    public async Task A_record_count_that_is_too_high_makes_a_message_malformed()
    {
        using var server = new HostileServer(query =>
        {
            var bytes = new WireMessage(Sample, IdOf(query)).Bytes;
            bytes[6] = bytes[7] = 0xff;
            return bytes;
        });
        Assert.Equal(DnsOutcome.Malformed, (await AskAsync(server, TimeSpan.FromSeconds(5))).Outcome);
    }

    [Fact]
    public async Task The_largest_message_is_parsed_in_linear_time()
    {
        using var server = new HostileServer(HostileMessage.Cut, query =>
        {
            var message = new WireMessage(Sample, IdOf(query));
            for (var number = 0; number < 5000; number++)
            {
                message.Answer(WireMessage.QuestionName, DnsRecordType.Txt, 60, [0]);
            }

            return HostileMessage.WithLength(message.Bytes);
        });
        var watch = Stopwatch.StartNew();
        Assert.Equal(5000, (await AskAsync(server, TimeSpan.FromSeconds(20))).Answers.Count);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
    }

    [Fact]
    public async Task A_message_of_many_long_names_is_malformed()
    {
        // One name of 16 KB, and 2,700 pointers to it.
        using var server = new HostileServer(HostileMessage.Cut, query =>
        {
            var message = new WireMessage(Sample, IdOf(query));
            byte[] longName = [.. Enumerable.Repeat<byte[]>([63, .. Enumerable.Repeat((byte)'a', 63)], 250).SelectMany(label => label), 0];
            message.Answer(WireMessage.QuestionName, DnsRecordType.Cname, 60, longName);
            var at = AfterQuestion + 12;
            for (var number = 0; number < 2700; number++)
            {
                message.Answer([(byte)(0xC0 | (at >> 8)), (byte)at], DnsRecordType.Txt, 60, [0]);
            }

            return HostileMessage.WithLength(message.Bytes);
        });
        Assert.Equal(DnsOutcome.Malformed, (await AskAsync(server, TimeSpan.FromSeconds(20))).Outcome);
    }

    [Fact]
    public async Task Any_bytes_are_read_or_refused()
    {
        var random = new Random(1035);
        using var server = new HostileServer(query =>
        {
            var bytes = new WireMessage(Sample, IdOf(query))
                .Answer(WireMessage.QuestionName, DnsRecordType.Cname, 60, WireMessage.Name("b.example.net"))
                .Answer(WireMessage.Name("b.example.net"), DnsRecordType.Txt, 60, WireMessage.Text("v=DKIM1", "p="))
                .Authority(WireMessage.Name("example.net"), DnsRecordType.Soa, 60, Soa).Bytes;
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                bytes[random.Next(AfterQuestion, bytes.Length)] = (byte)random.Next(256);
            }

            return bytes;
        });
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var reply = await AskAsync(server, TimeSpan.FromSeconds(5));
            Assert.Contains(reply.Outcome, (DnsOutcome[])[DnsOutcome.Found, DnsOutcome.NoData, DnsOutcome.Malformed]);
            Assert.All(reply.Answers.Concat(reply.Authorities), record => Assert.True(Ascii.IsValid(record.Name + record.Target)));
        });
    }

    private static ushort IdOf(byte[] query) => (ushort)((query[0] << 8) | query[1]);

    private async Task<DnsReply> ReadAsync(Func<WireMessage, WireMessage> write, int flags = 0x8400, bool tcp = false)
    {
        byte[] Answer(byte[] query) => write(new WireMessage(Sample, IdOf(query), flags)).Bytes;
        using var server = tcp
            ? new HostileServer(HostileMessage.Cut, query => HostileMessage.WithLength(Answer(query)))
            : new HostileServer(Answer);
        return await AskAsync(server, TimeSpan.FromSeconds(5));
    }

    private Task<DnsReply> AskAsync(HostileServer server, TimeSpan timeout) =>
        client.AskAsync(Sample with { Server = DnsServer.Parse(server.Address) }, timeout, TestContext.Current.CancellationToken);
}
