using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>Hostile DNS answers: each ends in a finding, in time, and without terminal control characters.</summary>
public sealed partial class HostileAnswerTests : IDisposable
{
    private const string Name = "mail._domainkey.k.example.com";

    /// <summary>The limit of a test with -Timeout 1 on a busy machine.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>A window title, a cleared screen, C1 controls and bells; no colours, since views set those too.</summary>
    private const string Escapes = "\x1b]0;owned\x07\x1b[2J\x9b2J\x9d0;owned\x9c\x08\x7f\r\x00";

    private static readonly Dictionary<string, Func<HostileServer>> Servers = new()
    {
        ["64 KB by TCP"] = () =>
            ByTcp(query => HostileMessage.Answer(query, HostileMessage.Txt(Bytes("v=DKIM1; p=" + new string('A', 65000))))),
        ["1,000 strings"] = () => ByTcp(query => HostileMessage.Answer(
            query, HostileMessage.Txt(Enumerable.Repeat(Bytes("v=DKIM1; n="), 1000)))),
        ["1,000 records"] = () => ByTcp(query => HostileMessage.Answer(
            query, [.. Enumerable.Range(0, 1000).Select(number => HostileMessage.Txt(Bytes($"v=DKIM1; n={number}{Escapes}")))])),
        ["escape sequences"] = () => ByUdp(query => HostileMessage.Answer(
            query, HostileMessage.Txt(Bytes($"v=DKIM1; k={Escapes}; h={Escapes}; {Escapes}=x; n={Escapes}; p={Escapes}")))),
        ["escape sequences before the version"] = () =>
            ByUdp(query => HostileMessage.Answer(query, HostileMessage.Txt(Bytes(Escapes + "v=DKIM1; p=")))),
        ["invalid UTF-8"] = () => ByUdp(query => HostileMessage.Answer(
            query, HostileMessage.Txt([.. Bytes("v=DKIM1; n="), 0xC3, 0x28, 0xFF, 0xFE, 0xED, 0xA0, 0x80, 0x85, 0x9B, .. Bytes("; p=")]))),
        ["an alias to escape sequences"] = () => ByUdp(query => HostileMessage.Answer(
            query, HostileMessage.Alias(new string('\x1b', 60) + ".example.com"))),
        ["aliases in a circle"] = () => ByUdp(query => HostileMessage.Answer(
            query, HostileMessage.Alias("loop.example.com"), HostileMessage.Alias(Name, "loop.example.com"))),
        ["a chain of 20"] = () => ByUdp(query => HostileMessage.Answer(
            query,
            [
                HostileMessage.Alias("c0.example.com"),
                .. Enumerable.Range(0, 19).Select(link => HostileMessage.Alias($"c{link + 1}.example.com", $"c{link}.example.com")),
                HostileMessage.Txt([Bytes("v=DKIM1; p=")], "c19.example.com"),
            ])),
        ["another question"] = () => ByUdp(query => HostileMessage.OtherQuestion(query, HostileMessage.Txt(Bytes("v=DKIM1; p=")))),
        ["a wrong id"] = () => ByUdp(query => HostileMessage.WrongId(query, HostileMessage.Txt(Bytes("v=DKIM1; p=")))),
        ["another question by TCP"] = () => ByTcp(query => HostileMessage.OtherQuestion(query, HostileMessage.Txt(Bytes("v=DKIM1; p=")))),
        ["silence"] = () => new HostileServer(_ => null),
        ["silence by TCP"] = () => new HostileServer(HostileMessage.Cut),
        ["octet by octet"] = () => new HostileServer(
            HostileMessage.Cut, query => HostileMessage.WithLength(HostileMessage.Answer(query, HostileMessage.Txt(Bytes("v=DKIM1; p=")))))
        {
            Pause = TimeSpan.FromMilliseconds(100),
        },
        ["a record that is cut"] = () => ByUdp(query => HostileMessage.Answer(query, HostileMessage.Txt(Bytes("v=DKIM1; p=")))[..^5]),
    };

    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;

    public HostileAnswerTests()
    {
        session = new ModuleSession(sandbox);
        Assert.Empty(session.Run("$PSStyle.OutputRendering = 'Ansi'; $null = New-DkimKey k.example.com -Algorithm Ed25519").Errors);
    }

    public void Dispose()
    {
        session.Dispose();
        sandbox.Dispose();
    }

    [Theory]
    [InlineData("64 KB by TCP", "Found", "KeyDataBroken")]
    [InlineData("1,000 strings", "Found", "")]
    [InlineData("1,000 records", "Found", "SeveralRecords")]
    [InlineData("escape sequences", "Found", "")]
    [InlineData("escape sequences before the version", "Found", "")]
    [InlineData("invalid UTF-8", "Found", "Revoked")]
    [InlineData("an alias to escape sequences", "Malformed", "Malformed")]
    [InlineData("aliases in a circle", "Malformed", "Malformed")]
    [InlineData("a chain of 20", "Malformed", "Malformed")]
    [InlineData("another question", "Malformed", "Malformed")]
    [InlineData("a wrong id", "Malformed", "Malformed")]
    [InlineData("another question by TCP", "Malformed", "Malformed")]
    [InlineData("silence", "Timeout", "Timeout")]
    [InlineData("silence by TCP", "Timeout", "Timeout")]
    [InlineData("octet by octet", "Timeout", "Timeout")]
    [InlineData("a record that is cut", "Malformed", "Malformed")]
    public void Each_ends_in_an_escaped_finding_in_time(string manners, string outcome, string code)
    {
        using var server = Servers[manners]();

        var test = Run($"Test-DkimDns k.example.com -Server {server.Address} -Timeout 1", "$r.Servers.Outcome");
        var answer = Run($"Resolve-DkimRecord k.example.com mail -Server {server.Address} -Timeout 1", "$r.Outcome");

        Assert.Equal((outcome, outcome), (test.Outcome, answer.Outcome));
        Assert.Equal(outcome == "Found" ? "Mismatch" : "KeyGenerated", test.Status);
        AssertFound(code, test.Codes);
        AssertFound(code, answer.Codes);
    }

    private static void AssertFound(string code, string[] codes)
    {
        Assert.NotEmpty(codes);
        if (code.Length > 0)
        {
            Assert.Contains(code, codes);
        }
    }

    private (string Outcome, string Status, string[] Codes) Run(string command, string outcome)
    {
        var watch = Stopwatch.StartNew();
        var looked = session.Run($"$r = @({command} -Verbose)");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Timeout);
        Assert.Empty(looked.Errors);
        AssertHarmless(looked.Everything);
        foreach (var view in (string[])["$r", "$r | Format-Table", "$r.Findings", "$r.Findings | Format-Table", "\"$r\""])
        {
            AssertHarmless(string.Concat(session.Run(view + " | Out-String").Objects));
        }

        var facts = session.Run($"(\"$({outcome})\", \"$($r.Status)\", ($r.Findings.Code -join ' ')) -join ','").Objects.Single().ToString()
            .Split(',');
        return (facts[0], facts[1], facts[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static void AssertHarmless(string shown)
    {
        var without = Colour().Replace(shown, "");
        Assert.DoesNotContain(without, character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'));
        Assert.DoesNotMatch(LoneReturn(), without);
    }

    private static HostileServer ByUdp(Func<byte[], byte[]?> answer) => new(answer);

    private static HostileServer ByTcp(Func<byte[], byte[]> answer) =>
        new(HostileMessage.Cut, query => HostileMessage.WithLength(answer(query)));

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colour();

    [GeneratedRegex(@"\r(?!\n)")]
    private static partial Regex LoneReturn();
}
