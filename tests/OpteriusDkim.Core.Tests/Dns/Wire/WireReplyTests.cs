using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class WireReplyTests
{
    private const ushort Id = 0x1234;
    private static readonly DnsQuestion Question = new("mail._domainkey.example.com", DnsRecordType.Txt, DnsServer.Parse("192.0.2.53"));

    private static byte[] Query { get; } = WireQuery.Write(Question, Id, edns: true);

    private static byte[] Soa { get; } =
        [.. WireMessage.Name("ns.example.com"), .. WireMessage.Name("root.example.com"), 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 60];

    [Fact]
    public void Strings_times_and_flags_are_read()
    {
        var reply = Read(new WireMessage(Question, Id, 0x8420).Answer(WireMessage.QuestionName, DnsRecordType.Txt, 300, WireMessage.Text("a", "", "\u00ff\u001b")));
        Assert.Equal((DnsOutcome.Found, true, true), (reply.Outcome, reply.IsAuthoritative, reply.IsAuthenticated));
        var record = Assert.Single(reply.Answers);
        Assert.Equal((Question.Name, 300), (record.Name, record.Ttl));
        Assert.Equal(["a", "", "\u00ff\u001b"], record.Strings);
    }

    [Fact]
    public void A_no_comes_with_how_long_it_may_be_kept()
    {
        var reply = Read(new WireMessage(Question, Id, 0x8403).Authority(WireMessage.Name("Example.COM"), DnsRecordType.Soa, 3600, Soa));
        Assert.Equal((DnsOutcome.NoSuchName, 60, "example.com", "ns.example.com", 7u), (reply.Outcome, reply.Authority!.NegativeTtl, reply.Zone, reply.Authority.Target, reply.Authority.Serial));
    }

    [Theory]
    [InlineData(0x8402, DnsOutcome.ServerFailure, "SERVFAIL")]
    [InlineData(0x8405, DnsOutcome.Refused, "REFUSED")]
    [InlineData(0x840B, DnsOutcome.ServerFailure, "RCODE 11")]
    [InlineData(0x8400, DnsOutcome.NoData, "")]
    public void A_code_is_an_outcome(int flags, DnsOutcome outcome, string detail)
    {
        var reply = Read(new WireMessage(Question, Id, flags));
        Assert.Equal((outcome, detail), (reply.Outcome, reply.Detail));
    }

    [Fact]
    public void A_referral_shows_the_zone_below()
    {
        var reply = Read(new WireMessage(Question, Id, 0x8000).Authority(WireMessage.Name("_domainkey.example.com"), DnsRecordType.Ns, 60, WireMessage.Name("ns.example.net")));
        Assert.Equal("_domainkey.example.com", reply.Zone);
    }

    [Fact]
    public void A_ttl_with_its_first_bit_set_is_none() =>
        Assert.Equal(0, Read(new WireMessage(Question, Id).Answer(WireMessage.QuestionName, DnsRecordType.Txt, -1, WireMessage.Text("a"))).Answers[0].Ttl);

    [Fact]
    public void A_name_is_shown_so_that_it_can_do_nothing()
    {
        var name = new byte[] { 6, 0x1b, (byte)'[', (byte)'.', 0xff, (byte)'A', (byte)'\\', 0 };
        var reply = Read(new WireMessage(Question, Id).Answer(WireMessage.QuestionName, DnsRecordType.Cname, 60, name));
        Assert.Equal(@"\027[\046\255a\092", reply.Answers[0].Target);
    }

    [Fact]
    public void A_name_in_a_command_that_a_person_copies_runs_nothing()
    {
        const string Active = "$(x)`'|&<>{}!;\"\\";
        var name = new byte[] { (byte)Active.Length }.Concat(Active.Select(character => (byte)character)).Append((byte)0).ToArray();
        var target = Read(new WireMessage(Question, Id).Answer(WireMessage.QuestionName, DnsRecordType.Cname, 60, name)).Answers[0].Target;
        Assert.DoesNotContain(target.Replace("\\", "", StringComparison.Ordinal), Active.Remove(2, 1).Contains);
        Assert.StartsWith(@"\036\040x\041", target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Id + 1, "mail._domainkey.example.com", (int)DnsRecordType.Txt, false)]
    [InlineData(Id, "other._domainkey.example.com", (int)DnsRecordType.Txt, false)]
    [InlineData(Id, "mail._domainkey.example.com", (int)DnsRecordType.A, false)]
    [InlineData(Id, "MAIL._domainKEY.example.com", (int)DnsRecordType.Txt, true)]
    public void Only_an_answer_under_the_same_id_to_the_same_question_counts(int id, string name, int type, bool counts) =>
        Assert.Equal(counts, WireReply.Answers(new WireMessage(Question with { Name = name, Type = (DnsRecordType)type }, (ushort)id).Bytes, Query));

    [Fact]
    public void A_question_or_a_refusal_to_read_it_is_told_apart()
    {
        Assert.False(WireReply.Answers(new WireMessage(Question, Id, 0x0100).Bytes, Query));
        Assert.True(WireReply.Answers(new WireMessage(Question, Id, 0x8001, repeatQuestion: false).Bytes, Query));
        Assert.False(WireReply.Answers(new WireMessage(Question, Id, 0x8400, repeatQuestion: false).Bytes, Query));
    }

    public static TheoryData<string, byte[]> BrokenNames => new()
    {
        { "points to itself", [0xC0, 45] },
        { "points forward", [0xC0, 0xFF] },
        { "has a label of another kind", [0x80, 1] },
        { "runs out of the message", [63, 1, 2] },
        { "is longer than a name may be", [.. Enumerable.Repeat<byte[]>([63, .. new byte[63]], 5).SelectMany(label => label), 0] },
    };

    [Theory]
    [MemberData(nameof(BrokenNames))]
    public void A_name_that_is_none_is_a_message_that_cannot_be_read(string problem, byte[] name)
    {
        Assert.NotEmpty(problem);
        Assert.Throws<FormatException>(() => Read(new WireMessage(Question, Id).Answer(name, DnsRecordType.Txt, 60, WireMessage.Text("a"))));
    }

    [Fact]
    public void A_string_longer_than_its_record_is_a_message_that_cannot_be_read() =>
        Assert.Throws<FormatException>(() => Read(new WireMessage(Question, Id).Answer(WireMessage.QuestionName, DnsRecordType.Txt, 60, [200, 1, 2])));

    [Fact]
    public void More_records_promised_than_there_are_is_a_message_that_cannot_be_read()
    {
        var bytes = new WireMessage(Question, Id).Bytes;
        bytes[6] = bytes[7] = 0xff;
        Assert.Throws<FormatException>(() => WireReply.Read(bytes, Question));
    }

    [Fact]
    public void The_largest_message_is_read_in_no_time()
    {
        var message = new WireMessage(Question, Id);
        for (var number = 0; number < 5000; number++)
        {
            message.Answer(WireMessage.QuestionName, DnsRecordType.Txt, 60, [0]);
        }

        var watch = Stopwatch.StartNew();
        Assert.Equal(5000, WireReply.Read(message.Bytes, Question).Answers.Count);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_nothing_else()
    {
        var whole = new WireMessage(Question, Id)
            .Answer(WireMessage.QuestionName, DnsRecordType.Cname, 60, WireMessage.Name("b.example.net"))
            .Answer(WireMessage.Name("b.example.net"), DnsRecordType.Txt, 60, WireMessage.Text("v=DKIM1", "p="))
            .Authority(WireMessage.Name("example.net"), DnsRecordType.Soa, 60, Soa).Bytes;
        Always.Holds(
            Gen.ListOf(Gen.Zip(Gen.Choose(12, whole.Length - 1), Gen.Choose(0, 255))),
            changes =>
            {
                var bytes = (byte[])whole.Clone();
                foreach (var (at, value) in changes)
                {
                    bytes[at] = (byte)value;
                }

                try
                {
                    var reply = WireReply.Read(bytes, Question);
                    Assert.All(reply.Answers.Concat(reply.Authorities), record => Assert.True(Ascii.IsValid(record.Name + record.Target)));
                }
                catch (FormatException)
                {
                    // Refused.
                }
            });
    }

    private static DnsReply Read(WireMessage message) => WireReply.Read(message.Bytes, Question);
}
