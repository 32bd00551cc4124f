namespace OpteriusDkim;

/// <summary>
/// Several reasons at once: whether the key may be opened comes before what keeps mail from being signed, that before the key's content,
/// and that before the signer's identity. And what the daemon checks at its start that <c>opendkim -n</c> doesn't.
/// </summary>
internal static class OpenDkimOrderCases
{
    private const string Sound = "own.key";
    private const string Open = "open.key";
    private const string Missing = "none";
    private const string Garbage = "L";
    private const string BrokenIdentity = "*@example.com k1:foo\n";
    private const string Signed = "Signed";
    private const string Unsigned = "Unsigned";
    private const string Rejected = "Rejected";
    private const string Deferred = "TemporaryFailure";
    private const string Dead = "Unreachable";

    public static IEnumerable<OpenDkimCase> Written => [.. Keys(), .. Senders(), .. Start()];

    private static OpenDkimCase With(string directives, string key, string verdict, string signing = "*@example.com k1\n") =>
        new($"{directives}, key {key}, {signing}", $"KeyTable {{d}}/F\nSigningTable refile:{{d}}/G\nRequireSafeKeys yes\n{directives}")
        {
            Keys = $"k1 example.com:s1:{{d}}/{key}\nk2 y.example:s1:{{d}}/{key}\nk3 %:s1:{{d}}/{key}\n",
            List = "garbage\n",
            Signing = signing,
            Verdict = verdict,
        };

    private static IEnumerable<OpenDkimCase> Keys() =>
    [
        With("", Open, Deferred),
        With("OmitHeaders From", Sound, Unsigned),
        With("OmitHeaders From", Open, Deferred),
        With("OmitHeaders From", Missing, Deferred),
        With("OmitHeaders From\nMinimumKeyBits 4096", Sound, Unsigned),
        With("OmitHeaders From\nMinimumKeyBits 4096", Open, Deferred),
        With("OmitHeaders From\nOn-InternalError accept", Open, Deferred),
        With("OmitHeaders From\nOn-NoSignature reject", Sound, Unsigned),
        With("OmitHeaders From\nRequireSafeKeys no", Open, Unsigned),
        With("OmitHeaders From\nRequireSafeKeys no", Garbage, Unsigned),
        With("OmitHeaders From\nRequireSafeKeys no", Sound, Unsigned, BrokenIdentity),
        With("OmitHeaders From", Open, Deferred, BrokenIdentity),
        With("OmitHeaders From", Sound, Deferred, "*@example.com nokey\n"),
        With("Mode v", Sound, Unsigned),
        With("Mode v", Open, Deferred),
        With("Mode v\nRequireSafeKeys no", Garbage, Unsigned),
        With("Mode v\nMinimumKeyBits 4096", Sound, Unsigned),
        With("Mode v", Open, Deferred, BrokenIdentity),
        With("DontSignMailTo refile:{d}/G", Sound, Unsigned, "* k1\n"),
        With("DontSignMailTo refile:{d}/G", Open, Deferred, "* k1\n"),
        With("InternalHosts 10.0.0.1", Open, Unsigned),
        With("PeerList 127.0.0.1", Open, Unsigned),
        With("ExemptDomains example.com", Open, Unsigned),
        With("InternalHosts 10.0.0.1\nOmitHeaders From", Missing, Unsigned),
        With("KeepTemporaryFiles yes\nTemporaryDirectory {d}/none\nOn-InternalError accept", Sound, Unsigned),
        With("KeepTemporaryFiles yes\nTemporaryDirectory {d}/none\nOn-InternalError accept", Open, Deferred),
        With("MaximumHeaders 5\nOn-Security accept", Open, Unsigned),
        With("", Sound, Unsigned, BrokenIdentity),
        With("", Open, Deferred, BrokenIdentity),
        With("", Missing, Deferred, BrokenIdentity),
        With("RequireSafeKeys no", Garbage, Deferred, BrokenIdentity),
        With("RequireSafeKeys no\nOn-InternalError accept", Garbage, Unsigned, BrokenIdentity),
        With("RequireSafeKeys no\nOn-InternalError accept", Open, Unsigned, BrokenIdentity),
        With("MinimumKeyBits 4096", Sound, Rejected, BrokenIdentity),
        With("MinimumKeyBits 4096", Open, Deferred, BrokenIdentity),
        With("", Sound, Signed, "*@example.com k1:x@other.example\n"),
        With("", Open, Deferred, "*@example.com k1:x@other.example\n"),
        With("On-InternalError accept", Open, Deferred),
        With("On-Default accept", Missing, Deferred),
    ];

    private static IEnumerable<OpenDkimCase> Senders() =>
    [
        With("SenderHeaders To", Sound, Unsigned),
        With("SenderHeaders To", Open, Unsigned),
        With("SenderHeaders To", Sound, Signed, "*@example.com k1\n* k1\n"),
        With("SenderHeaders To", Sound, Signed, "*@example.com k1\n* k2\n"),
        With("SenderHeaders To", Sound, Signed, "*@example.com k1\n* k3\n"),
        With("SenderHeaders To", Sound, Signed, "*@example.com nokey\n* k1\n"),
        With("SenderHeaders To", Sound, Deferred, "*@example.com k1\n* nokey\n"),
        With("SenderHeaders To", Open, Deferred, "*@example.com k1\n* k1\n"),
        With("SenderHeaders To", Sound, Unsigned, "*@example.com k1\n* k1:foo\n"),
        With("SenderHeaders To\nMultipleSignatures yes", Sound, Signed, "*@example.com k1\n* k1\n"),
        With("SenderHeaders To\nMultipleSignatures yes", Sound, Deferred, "*@example.com k1\n* k1\n* nokey\n"),
        With("SenderHeaders To\nOmitHeaders From", Sound, Unsigned, "*@example.com k1\n* k1\n"),
        With("SenderHeaders Subject", Sound, Unsigned, "*@example.com k1\n* k1\n"),
        With("SenderHeaders From,To", Sound, Deferred, "*@example.com nokey\n* k1\n"),
        With("SenderHeaders Reply-To,From", Sound, Deferred, "*@example.com nokey\n* k1\n"),
    ];

    private static IEnumerable<OpenDkimCase> Start()
    {
        string[] addresses =
        [
            "inet:8891@192.0.2.1", "inet:8891@2001:db8::1", "inet6:8891@2001:db8::1", "inet:8891@::1", "inet6:8891@127.0.0.1", "inet:8891@",
            "inet6:8891@", "inet6:8891@192.0.2.1", "inet:8891@[127.0.0.1]", "inet:8891x@127.0.0.1",
        ];
        foreach (var address in addresses)
        {
            yield return With($"Socket {address}", Sound, Dead);
        }

        string[] broken =
        [
            "x", "10", "-1/1h", "10/h", "10 / 1h", "0x10/1h", "10/0h", "10/1h x",
        ];
        foreach (var rate in broken)
        {
            yield return With($"AutoRestart yes\nAutoRestartRate {rate}", Sound, Dead);
        }

        string[] fit = ["/1h", "10/1D", "10/-1h"];
        foreach (var rate in fit)
        {
            yield return With($"AutoRestart yes\nAutoRestartRate {rate}", Sound, Signed);
        }

        yield return With("AutoRestart True\nAutoRestartRate x", Sound, Dead);
        yield return With("AutoRestart no\nAutoRestartRate x", Sound, Signed);
        yield return With("AutoRestartRate x", Sound, Signed);
        yield return With("AutoRestart yes\nAutoRestartCount x", Sound, Dead);
        yield return With("AutoRestart maybe", Sound, Dead);
    }
}
