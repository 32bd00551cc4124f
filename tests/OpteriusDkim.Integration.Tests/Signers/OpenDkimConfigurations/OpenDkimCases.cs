namespace OpteriusDkim;

/// <summary>Configurations with tables.</summary>
internal static class OpenDkimCases
{
    private const string Tables = "KeyTable {d}/F\nSigningTable refile:{d}/G";
    private const string Plain = "KeyTable {d}/F\nSigningTable {d}/G";
    private const string Signed = "Signed";
    private const string Unsigned = "Unsigned";
    private const string Deferred = "TemporaryFailure";
    private const string Dead = "Unreachable";

    public static IEnumerable<OpenDkimCase> Written => [.. Patterns(), .. Names(), .. KeyEntries(), .. Directives(), .. Multiple()];

    private static OpenDkimCase Pattern(string line, string? verdict, string sender = "example.com") =>
        new($"refile: {line}", Tables) { Signing = line + "\n", Verdict = verdict, Sender = sender };

    private static OpenDkimCase Name(string line, string? verdict, string sender = "example.com") =>
        new($"file: {line}", Plain) { Signing = line + "\n", Verdict = verdict, Sender = sender };

    private static OpenDkimCase Key(string keys, string? verdict, string sender = "example.com", string signing = "*@* k1") =>
        new($"key: {keys}", Tables) { Keys = keys + "\n", Signing = signing + "\n", Verdict = verdict, Sender = sender };

    private static OpenDkimCase With(string directives, string? verdict) =>
        new($"with {directives}", $"{Tables}\n{directives}") { Verdict = verdict };

    private static IEnumerable<OpenDkimCase> Patterns() =>
    [
        Pattern("*@example.com k1", Signed),
        Pattern("*@EXAMPLE.com k1", Signed),
        Pattern("@example.com k1", Unsigned),
        Pattern("example.com k1", Unsigned),
        Pattern(".example.com k1", Unsigned),
        Pattern(".example.com k1", Unsigned, "sub.example.com"),
        Pattern("*.example.com k1", Signed, "sub.example.com"),
        Pattern("*.example.com k1", Unsigned),
        Pattern("*@*.example.com k1", Signed, "sub.example.com"),
        Pattern("*@*.example.com k1", Unsigned),
        Pattern("*@.example.com k1", Unsigned, "sub.example.com"),
        Pattern("*example.com k1", Signed, "notexample.com"),
        Pattern("*@*example.com k1", Signed, "notexample.com"),
        Pattern("*example.com k1", Signed),
        Pattern("*@example.com. k1", Unsigned),
        Pattern("*@example.com* k1", Signed, "example.com.example.net"),
        Pattern("*@example.* k1", Signed, "example.net"),
        Pattern("* k1", Signed, "example.net"),
        Pattern("*@* k1", Signed, "example.net"),
        Pattern("*@*@example.com k1", Unsigned),
        Pattern("*@example.com", Dead),
        Pattern("*@example.com ", Deferred),
        Pattern("*@example.com :@example.com", Deferred),
        Pattern("*@example.com k1:%", Unsigned),
        Pattern("*@example.com k1:@%", Signed),
        Pattern("*@example.com k1:x", Unsigned),
        Pattern("*@example.com k1:x@", Signed),
        Pattern("*@example.com k1:@a@b", null),
        Pattern("*@example.com k1:", Signed),
        Pattern("*@example.com k1:a@other.example", Signed),
        Pattern("*@example.com k2", Deferred),
        Pattern("*@example.com K1", Deferred),
        Pattern(" *@example.com k1", Unsigned),
        Pattern("*@example.com\tk1", Signed),
        Pattern("*@example.com k1 # comment", Signed),
        Pattern("*@example.com k1 k2", Deferred),
        Pattern("*@example.com k1\r", Signed),
        Pattern("*@m\u00fcnchen.example k1", Unsigned, "xn--mnchen-3ya.example"),
        Pattern("*@(example k1", Dead),
        Pattern("(.*)@example.com k1", null),
        Pattern("*@example.(com|net) k1", Signed, "example.net"),
        Pattern("*@example.com k2\n*@* k1", Deferred),
        Pattern("*@* k1\n*@example.com k2", Signed),
        Pattern("", Unsigned),
        Pattern("# *@example.com k1", Unsigned),
        Pattern("* %", Deferred, "example.net"),
        new("% as key name", Tables) { Keys = "example.com example.com:s1:{K}\n", Signing = "* %\n", Verdict = Signed },
        new("% as key name of another", Tables)
        {
            Keys = "example.com example.com:s1:{K}\n",
            Signing = "* %\n",
            Sender = "example.net",
            Verdict = Deferred,
        },
        new("% with i=", Tables) { Keys = "example.com example.com:s1:{K}\n", Signing = "* %:@%\n", Verdict = Signed },
        new("several lines, one for a user", Tables) { Signing = "bob@example.com k2\n*@example.com k1\n", Verdict = Signed },
    ];

    private static IEnumerable<OpenDkimCase> Names() =>
    [
        Name("example.com k1", Signed),
        Name("Example.COM k1", Signed),
        Name(".example.com k1", Signed, "sub.example.com"),
        Name(".example.com k1", Unsigned),
        Name("example.com k1", Unsigned, "sub.example.com"),
        Name("*@example.com k1", Unsigned),
        Name("@example.com k1", Unsigned),
        Name("* k1", Signed, "example.net"),
        Name("a@* k1", null),
        Name("*@* k1", Unsigned),
        Name(" example.com k1", Signed),
        Name("example.com k2", Deferred),
        Name("example.com", Dead),
        Name("example.net k1\nexample.com", Deferred),
        Name("example.com k2:@example.com", Dead),
        Name("example.com k1:@example.com", Signed),
        Name("example.com k1:@example.com\nexample.net k9:@example.net", Dead),
        Name("example.com k1\nexample.net k9:@example.net", Signed),
        Name("example.com %", Deferred),
        Name("example.com %:@example.com", Dead),
        Name("example.com. k1", Unsigned),
        Name("example.com k1:", Signed),
        new("file: in front", "KeyTable file:{d}/F\nSigningTable file:{d}/G") { Signing = "example.com k1\n", Verdict = Signed },
        new("FILE: in capitals", "KeyTable FILE:{d}/F\nSigningTable ReFile:{d}/G") { Verdict = Signed },
        new("list", "KeyTable csl:k1=example.com:s1:{K}\nSigningTable example.com=k1,example.net=k1") { Verdict = Signed },
        new("list with csl:", "KeyTable csl:k1=example.com:s1:{K}\nSigningTable csl:.example.com=k1")
        {
            Sender = "sub.example.com",
            Verdict = Signed,
        },
        new("list with a colon in the first entry", "KeyTable k1=example.com:s1:{K}\nSigningTable example.com=k1") { Verdict = Dead },
        new("list with a comma before the colon", "KeyTable k0=x,k1=example.com:s1:{K}\nSigningTable example.com=k1")
        {
            Verdict = Signed,
        },
        new("list without a key", "KeyTable {d}/F\nSigningTable example.com k1") { Verdict = Dead },
        new("list of another domain", "KeyTable {d}/F\nSigningTable csl:example.net=k1") { Verdict = Unsigned },
        new("KeyTable as refile", "KeyTable refile:{d}/F\nSigningTable refile:{d}/G") { Verdict = Signed },
        new("KeyTable as refile with a pattern", "KeyTable refile:{d}/F\nSigningTable refile:{d}/G")
        {
            Keys = "k* example.com:s1:{K}\n",
            Verdict = Signed,
        },
        new("KeyTable as refile, other case", "KeyTable refile:{d}/F\nSigningTable refile:{d}/G")
        {
            Keys = "K1 example.com:s1:{K}\n",
            Verdict = Deferred,
        },
        new("KeyTable as refile with % for all", "KeyTable refile:{d}/F\nSigningTable refile:{d}/G")
        {
            Keys = "* %:s1:{keys}/%/mail.private\n",
            Signing = "* %\n",
            Sender = "example.net",
            Verdict = Signed,
        },
    ];

    private static IEnumerable<OpenDkimCase> KeyEntries() =>
    [
        Key("k1 example.com:s1:{K}", Signed),
        Key("k1 %:s1:{K}", Signed, "example.net"),
        Key("k1 %:s1:{keys}/%/mail.private", Signed, "example.net"),
        Key("k1 %:s1:{keys}/%/mail.private", Deferred, "example.org"),
        Key("k1 example.net:s1:{keys}/%/mail.private", Signed, "example.org"),
        Key("k1 example.com : s1 :{K}", Signed),
        Key("k1 example.com:s1: {K}", Deferred),
        Key("k1 example.com:s1:{K} ", Signed),
        Key("k1 example.com:s1:file:{K}", Deferred),
        Key("k1 example.com:s1:refile:{K}", Deferred),
        Key("k1 example.com:s1:keys/example.com/mail.private", Deferred),
        Key("k1 example.com:s1:../{K}", null),
        Key("k1 example.com:s1:./nothing", Deferred),
        Key("k1 example.com:s1:/nothing", Deferred),
        Key("k1 example.com:s1:{keys}", Deferred),
        Key("k1 example.com:s1", Deferred),
        Key("k1 example.com", Deferred),
        Key("k1 example.com::{K}", Deferred),
        Key("k1 :s1:{K}", Deferred),
        Key("k1", null),
        Key("k1 example.com:s1:", Deferred),
        Key("k1 m\u00fcnchen.example:s1:{K}", Dead),
        Key("k1 example.com:m\u00e4il:{K}", Dead),
        Key("k\u00e4 example.com:s1:{K}\nk1 example.com:s1:{K}", Signed),
        Key("k1 example.com:s1:{K}:ed25519-sha256", Deferred),
        Key("k1 example.com:s1:{K}:rsa-sha256", Deferred),
        Key("k1 example.com:s1:/nothing\nk1 example.com:s1:{K}", Deferred),
        Key("  k1   example.com:s1:{K}", Signed),
        Key("k1 example.com:s1:{K} # comment", Signed),
        Key("k1 example.com:s1:{K}\r", Signed),
        Key("K1 example.com:s1:{K}", Deferred),
        Key("k1 other.example:s1:{K}", Signed),
        Key("k1 example.com:a.b:{K}", Signed),
        Key("k1 example.com:s1:MIIBVgIBADANBg", Deferred),
        Key("k1 example.com:s1:" + new string('/', 1100) + "{K}", null),
        Key(new string('x', 1100) + "\nk1 example.com:s1:{K}", Signed),
        new("empty KeyTable", Tables) { Keys = "", Verdict = Deferred },
        new("KeyTable with a BOM", Tables) { Keys = "\u00ef\u00bb\u00bfk1 example.com:s1:{K}\n", Verdict = Deferred },
        new("SigningTable with a BOM", Tables) { Signing = "\u00ef\u00bb\u00bf*@example.com k1\n", Verdict = Unsigned },
        new("tables with CRLF", Tables) { Keys = "k1 example.com:s1:{K}\r\n", Signing = "*@example.com k1\r\n", Verdict = Signed },
        new("tables without a last newline", Tables) { Keys = "k1 example.com:s1:{K}", Signing = "*@example.com k1", Verdict = Signed },
    ];

    private static IEnumerable<OpenDkimCase> Directives() =>
    [
        With("Mode v", Unsigned), With("Mode s", Signed), With("Mode sv", Signed), With("Mode vs", Signed), With("Mode S", Dead),
        With("Mode x", Dead), With("Mode s v", Dead),
        With("TrustedHosts {d}/L", Dead), With("Domain", Dead), With("Selector", Dead), With("Bogus yes", Dead),
        With("MultipleSignatures maybe", Dead), With("MultipleSignatures on", Dead), With("MultipleSignatures 1", Signed),
        With("SubDomains", Dead),
        With("MinimumKeyBits many", Dead), With("Include {d}/nothing.conf", Dead), With("Include {d}/L", Signed),
        With("Include {d}/opendkim.conf", Dead),
        With("KeyTable {d}/nothing", Dead), With("SigningTable {d}/nothing", Dead), With("SigningTable refile:", Dead),
        With("KeyTable \"{d}/F\"", null), With("SigningTable \"refile:{d}/G\"", Dead), With("KeyTable bogus:{d}/F", Dead),
        With("Canonicalization relaxed/strict", Dead), With("Canonicalization relaxed/simple", Signed),
        With("SignatureAlgorithm rsa-sha512", Dead),
        With("InternalHosts 127.0.0.1", Signed), With("InternalHosts 10.0.0.0/8", Unsigned), With("InternalHosts localhost", Signed),
        With("InternalHosts 10.0.0.0/8,localhost", Signed), With("InternalHosts 127.0.0.0/8", Signed),
        With("InternalHosts ::1", Dead), With("InternalHosts 10.0.0.1,::1,127.0.0.1", Signed), With("InternalHosts {d}/nothing", Dead),
        With("InternalHosts !127.0.0.1,127.0.0.0/8", Unsigned), With("InternalHosts 0.0.0.0/0", Signed),
        With("InternalHosts csl:127.0.0.1", Signed),
        With("ExternalIgnoreList {d}/nothing", Dead), With("ExternalIgnoreList {d}/L", Signed),
        With("ExternalIgnoreList csl:10.0.0.1", Signed),
        With("PeerList 127.0.0.1", Unsigned), With("PeerList 10.0.0.1", Signed), With("ExemptDomains example.com", Unsigned),
        With("ExemptDomains Example.COM", Unsigned),
        With("ExemptDomains example.net", Signed), With("ExemptDomains refile:{d}/L", null), With("Domain example.net", Signed),
        With("KeyFile {d}/nothing", Signed),
        With("Selector s1", null), With("RequireSafeKeys no", Signed), With("UserID nobody-of-this-name", Dead),
        With("UserID opendkim:opendkim", Signed),
        With("MinimumKeyBits 4096", "Rejected"), With("OmitHeaders From", Unsigned), With("OmitHeaders Subject,FROM", Unsigned),
        With("OmitHeaders Subject", Signed), With("SignHeaders To,Subject", Signed), With("DontSignMailTo c@y.example", Signed),
        With("SenderHeaders From", Signed),
        With("LDAPUseTLS yes", Signed), With("On-Default bogus", Signed), With("On-NoSignature reject", Signed),
        With("On-NoSignature reject\nInternalHosts 10.0.0.1", "Rejected"),
        With("On-Default tempfail\nExemptDomains example.com", Unsigned), With("mode v", Unsigned), With("MODE\tv", Unsigned),
        With("Mode v\nMode s", Signed), With("Mode s\nMode v # last", Unsigned),
        new("BOM in opendkim.conf", "") { Verdict = Unsigned },
        new("BOM before a directive", "\u00ef\u00bb\u00bfMode sv\n" + Tables) { Verdict = Dead },
        new("CRLF", Tables.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n") { Verdict = Signed },
        new("a carriage return alone", "KeyTable {d}/F\rSigningTable refile:{d}/G") { Verdict = Dead },
        new("KeyTable alone", "KeyTable {d}/F") { Verdict = Dead },
        new("SigningTable alone", "SigningTable refile:{d}/G") { Verdict = Dead },
        new("KeyTable alone where only verified", "Mode v\nKeyTable {d}/F") { Verdict = Unsigned },
        new("unknown key where only verified", "Mode v\n" + Tables) { Signing = "*@example.com k2\n", Verdict = Deferred },
        new("missing key where only verified", "Mode v\n" + Tables) { Keys = "k1 example.com:s1:/nothing\n", Verdict = Deferred },
        new("base directory", "BaseDirectory {d}\nKeyTable file:F\nSigningTable refile:G")
        {
            Keys = "k1 example.com:s1:./nothing\n",
            Verdict = Deferred,
        },
        new("relative key", "BaseDirectory {keys}\n" + Tables)
        {
            Keys = "k1 example.com:s1:./example.com/mail.private\n",
            Verdict = Signed,
        },
        new("relative key with %", "BaseDirectory {keys}\n" + Tables) { Keys = "k1 %:s1:./%/mail.private\n", Verdict = Deferred },
        new("missing base directory", "BaseDirectory /nothing\n" + Tables) { Verdict = Dead },
        new("nested includes", "Include {d}/L") { List = "KeyTable {d}/F\nSigningTable refile:{d}/G\n", Verdict = Signed },
        new("an include that comes later counts", Tables + "\nMode s\nInclude {d}/L") { List = "Mode v\n", Verdict = Unsigned },
        new("nothing at all", "") { Verdict = Unsigned },
        new("unsigned mail is rejected", Tables + "\nOn-NoSignature r") { Sender = "example.net", Verdict = "Rejected" },
        new("unsigned mail is deferred", Tables + "\nOn-Default tempfail") { Sender = "example.net", Verdict = Deferred },
        new("unsigned mail is rejected where nothing is verified", Tables + "\nOn-NoSignature reject\nMode s")
        {
            Sender = "example.net",
            Verdict = Unsigned,
        },
        new("an unusable key is accepted", Tables + "\nOn-InternalError accept")
        {
            Keys = "k1 example.com:s1:no key\n",
            Verdict = Unsigned,
        },
        new("an unusable key is accepted by default", Tables + "\nOn-Default accept")
        {
            Keys = "k1 example.com:s1:no key\n",
            Verdict = Unsigned,
        },
        new("a missing key isn't", Tables + "\nOn-Default accept") { Keys = "k1 example.com:s1:/nothing\n", Verdict = Deferred },
    ];

    private static IEnumerable<OpenDkimCase> Multiple() =>
    [
        new("two keys, one unknown", Tables + "\nMultipleSignatures yes")
        {
            Signing = "*@example.com k1\n*@example.com k2\n",
            Verdict = Deferred,
        },
        new("two keys, one missing", Tables + "\nMultipleSignatures yes")
        {
            Keys = "k1 example.com:s1:{K}\nk2 example.com:two:/nothing\n",
            Signing = "*@example.com k1\n*@* k2\n",
            Verdict = Deferred,
        },
        new("two keys", Tables + "\nMultipleSignatures yes")
        {
            Keys = "k1 example.com:s1:{K}\nk2 example.com:two:{K}\n",
            Signing = "*@example.com k1\n*@* k2\n",
            Verdict = Signed,
        },
        new("two keys, the second unknown and not wanted", Tables) { Signing = "*@example.com k1\n*@example.com k2\n", Verdict = Signed },
        new("two names, one unknown", Plain + "\nMultipleSignatures yes") { Signing = "example.com k1\n* k2\n", Verdict = Deferred },
        new("two names", Plain + "\nMultipleSignatures yes") { Signing = "example.com k1\n* k1\n", Verdict = Signed },
    ];
}
