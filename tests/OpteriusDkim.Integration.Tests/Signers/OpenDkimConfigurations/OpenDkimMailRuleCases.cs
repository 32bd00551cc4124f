namespace OpteriusDkim;

/// <summary>Other directives than the tables, with and without an effect on signing.</summary>
internal static class OpenDkimMailRuleCases
{
    private const string Tables = "KeyTable {d}/F\nSigningTable refile:{d}/G";
    private const string KeptNowhere = "KeepTemporaryFiles yes\nTemporaryDirectory {d}/none";
    private const string Signed = "Signed";
    private const string Unsigned = "Unsigned";
    private const string Rejected = "Rejected";
    private const string Deferred = "TemporaryFailure";
    private const string Dead = "Unreachable";

    public static IEnumerable<OpenDkimCase> Written =>
        [.. Headers(), .. Recipients(), .. TemporaryFiles(), .. Senders(), .. Others(), .. References()];

    private static OpenDkimCase With(string directives, string verdict, string list = "") =>
        new($"with {directives}, list {list}", $"{Tables}\n{directives}") { List = list, Verdict = verdict };

    private static OpenDkimCase Single(string directives, string verdict, string domain = "example.com") =>
        new($"Domain {domain} with {directives}", $"Domain {domain}\nSelector s1\nKeyFile {{K}}\n{directives}") { Verdict = verdict };

    private static OpenDkimCase Pattern(string pattern, string verdict, string sender = "example.com") =>
        new($"refile: {pattern}", Tables) { Signing = pattern + " k1\n", Verdict = verdict, Sender = sender };

    private static IEnumerable<OpenDkimCase> Headers() =>
    [
        With("MaximumHeaders 0", Signed),
        With("MaximumHeaders 1", Deferred),
        With("MaximumHeaders 5", Deferred),
        With("MaximumHeaders 010", Deferred),
        With("MaximumHeaders 0x1", Deferred),
        With("MaximumHeaders -1", Signed),
        With("MaximumHeaders 1000", Signed),
        With("MaximumHeaders x", Dead),
        With("MaximumHeaders 5\nOn-InternalError accept", Deferred),
        With("MaximumHeaders 5\nOn-Security accept", Unsigned),
        With("MaximumHeaders 5\nOn-Security reject", Rejected),
        With("MaximumHeaders 5\nOn-Default accept", Unsigned),
        With("MaximumHeaders 5\nMode v", Deferred),
        With("MaximumHeaders 5\nInternalHosts 10.0.0.1", Deferred),
        With("MaximumHeaders 5\nExemptDomains example.com", Deferred),
        With("MaximumHeaders 5\nPeerList 127.0.0.1", Unsigned),
        With("MaximumHeaders 5", Deferred) with { Sender = "example.net" },
        Single("MaximumHeaders 5", Deferred),
        new("MaximumHeaders alone", "MaximumHeaders 5") { Verdict = Deferred },
    ];

    private static IEnumerable<OpenDkimCase> Recipients() =>
    [
        With("DontSignMailTo c@y.example", Signed),
        With("DontSignMailTo y.example", Signed),
        With("DontSignMailTo *", Signed),
        With("DontSignMailTo *@y.example", Signed),
        With("DontSignMailTo {d}/L", Signed, "*\n"),
        With("DontSignMailTo refile:{d}/L", Unsigned, "*\n"),
        With("DontSignMailTo refile:{d}/L", Unsigned, "*@*\n"),
        With("DontSignMailTo refile:{d}/L", Signed, "y.example\n"),
        With("DontSignMailTo refile:{d}/L", Signed, "*@z.example\n"),
        With("DontSignMailTo refile:{d}/L", Dead, "(\n"),
        With("DontSignMailTo {d}/none", Dead),
        With("DontSignMailTo refile:{d}/L\nMinimumKeyBits 4096", Unsigned, "*\n"),
        With("DontSignMailTo refile:{d}/L\nOn-NoSignature reject", Unsigned, "*\n"),
        With("DontSignMailTo refile:{d}/L\nOn-NoSignature reject\nInternalHosts 10.0.0.1", Rejected, "*\n"),
        With("DontSignMailTo refile:{d}/L", Deferred, "*\n") with { Keys = "k1 example.com:s1:/none\n" },
        With("DontSignMailTo refile:{d}/L", Deferred, "*\n") with { Keys = "k2 example.com:s1:{K}\n" },
    ];

    private static IEnumerable<OpenDkimCase> TemporaryFiles() =>
    [
        With(KeptNowhere, Deferred),
        With("KeepTemporaryFiles yes", Signed),
        With("TemporaryDirectory {d}/none", Signed),
        With("KeepTemporaryFiles yes\nTemporaryDirectory {d}/run", Signed),
        With("KeepTemporaryFiles yes\nTemporaryDirectory {d}", Deferred),
        With("KeepTemporaryFiles yes\nTemporaryDirectory {d}/F", Deferred),
        With("KeepTemporaryFiles yes\nTemporaryDirectory run\nBaseDirectory {d}", Signed),
        With(KeptNowhere + "\nOn-InternalError accept", Unsigned),
        With(KeptNowhere + "\nOn-InternalError reject", Rejected),
        With(KeptNowhere + "\nOn-Default accept", Unsigned),
        With(KeptNowhere + "\nOn-SignatureError accept", Deferred),
        With(KeptNowhere + "\nMinimumKeyBits 4096", Deferred),
        With(KeptNowhere + "\nMode v", Unsigned),
        With(KeptNowhere + "\nOmitHeaders From", Unsigned),
        With(KeptNowhere + "\nPeerList 127.0.0.1", Unsigned),
        With(KeptNowhere, Unsigned) with { Sender = "example.net" },
        With(KeptNowhere + "\nOn-InternalError accept", Deferred) with { Keys = "k1 example.com:s1:/none\n" },
        Single(KeptNowhere, Deferred),
        Single("ExemptDomains example.com", Unsigned, "*"),
    ];

    private static IEnumerable<OpenDkimCase> Senders() =>
    [
        With("SenderHeaders To", Unsigned),
        With("SenderHeaders To,From", Unsigned),
        With("SenderHeaders From,To", Signed),
        With("SenderHeaders from", Signed),
        With("SenderHeaders Sender", Signed),
        With("SenderHeaders Sender, From", Signed),
        With("SenderHeaders *,+To", Signed),
        With("SenderHeaders *,-From", Signed),
        With("SenderHeaders *,To", Unsigned),
        With("SenderHeaders To,*", Unsigned),
        With("SenderHeaders +To", Signed),
        With("SenderHeaders Subject", Unsigned),
        With("SenderHeaders {d}/L", Unsigned, "To\nFrom\n"),
        With("SenderHeaders {d}/L", Signed, "From\nTo\n"),
        With("SenderHeaders {d}/L", Signed),
        With("SenderHeaders refile:{d}/L", Dead, "From\n"),
        With("SenderHeaders To", Signed) with { Signing = "* k1\n" },
        With("SenderHeaders To", Signed) with { Signing = "*@* k1\n" },
        With("SenderHeaders Date", Unsigned) with { Signing = "* k1\n" },
        With("SenderHeaders To\nOn-NoSignature reject\nMode s", Unsigned),
        With("SenderHeaders To", Deferred) with { Signing = "* k1\n", Keys = "k1 %:s1:{keys}/%/mail.private\n" },
        With("SenderHeaders To", Deferred) with { Signing = "* %\n", Keys = "example.com example.com:s1:{K}\n" },
        With("SenderHeaders To\nExemptDomains example.com", Signed) with { Signing = "* k1\n" },
        Single("SenderHeaders To", Unsigned),
        Single("SenderHeaders To", Signed, "*"),
    ];

    private static IEnumerable<OpenDkimCase> Others() =>
    [
        With("UserID nobody-of-this-name\nUserID opendkim", Signed),
        With("UserID opendkim\nUserID nobody-of-this-name", Dead),
        With("UserID opendkim\nUserID root", Deferred),
        With("ChangeRootDirectory /", Signed),
        With("BodyLengthDB {d}/F\nMaximumSignedBytes 2", Signed),
        With("MTA x\nMacroList x|y\nSenderMacro x", Signed),
        With("MTA x\nMacroList x|y\nInternalHosts 10.0.0.1", Unsigned),
        With("StrictHeaders yes\nRequiredHeaders yes\nWeakSyntaxChecks yes", Signed),
        With("RemoveOldSignatures yes\nRequestReports yes\nDiagnostics yes\nFixCRLF yes", Signed),
        With("SignatureTTL -5\nUMask 077\nStatistics {d}/none/x\nTestPublicKeys {d}/none", Signed),
        With("On-NoSignature reject", Unsigned) with { Signing = "*@example.com k1:x\n" },
        With("On-NoSignature reject", Deferred) with { Signing = "*@example.com k1:x\n", Keys = "k1 example.com:s1:/none\n" },
        With("ReplaceRules {d}/none", Dead),
        With("TrustAnchorFile {d}/none", Dead),
        With("ResignMailTo *", Dead),
        With("ScreenPolicyScript {d}/none", Dead),
    ];

    private static IEnumerable<OpenDkimCase> References() =>
    [
        Pattern("*@(e)xampl\\1.com", Signed),
        Pattern("*@((e))xampl\\2.com", Signed),
        Pattern("*@(e|f)xampl\\1.com", Signed),
        Pattern("*@(x)\\1.com", Unsigned),
        Pattern("*@(E)xampl(\\1)[.]com", Signed),
        Pattern("*@(e)?xampl(\\1)[.]com", Signed),
        Pattern("(a|b)\\1*@example.com", Unsigned),
        Pattern("u@(e)xample\\2.com", Dead),
        Pattern("*@exam\\1(p)le.com", Dead),
        Pattern("[[:alpha:]]*@example.org", Unsigned),
        Pattern("(a|b)*@example.org", Unsigned),
    ];
}
