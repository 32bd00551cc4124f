namespace OpteriusDkim;

/// <summary>Configurations as found on hosts, with several oddities each.</summary>
internal static class OpenDkimMixedCases
{
    private const string Tables = "KeyTable {d}/F\nSigningTable refile:{d}/G";
    private const string Open2 = "k2 example.com:two:{d}/open.key\n";
    private const string Text2 = "k2 example.com:two:{d}/L\n";
    private const string Missing2 = "k2 example.com:two:/none\n";
    private const string Roots = "k1 example.com:s1:{d}/roots.key\n";
    private const string Own = "k1 example.com:s1:{d}/own.key\n";

    public static IEnumerable<OpenDkimCase> Written =>
    [
        With("#UserID\nSubDomains yes\nDomain example.com", Roots, "*@*.example.com k1\n", "sub.example.com"),
        With("#UserID\nSubDomains yes", Own, "*@*.example.com k1\n", "sub.example.com"),
        With("MultipleSignatures yes", Own + Open2, "*@example.com k1\n*@example.com k2\n"),
        With("MultipleSignatures yes\nRequireSafeKeys no", Own + Open2, "*@example.com k1\n*@example.com k2\n"),
        With("MultipleSignatures yes", Own, "*@example.com k1\n*@example.com k1:foo\n"),
        With("MultipleSignatures yes\nOmitHeaders From", Own + Open2, "*@example.com k1\n*@example.com k2\n"),
        With("MultipleSignatures yes", Own + Missing2, "*@example.com k1\n* k2\n"),
        With("", Own + Missing2, "*@example.com k1\n* k2\n"),
        With("", "k1 %:s1:{d}/own.key\n", "* k1\n", "example.net"),
        With("", "k1 %:s1:{d}/open.key\n", "* k1\n", "example.net"),
        With("", "k1 %:s1:{d}/open.key\n", "* k1:foo\n", "example.net"),
        With("", "%: example.com:s1:{d}/own.key\n", "* %:\n"),
        With("ExemptDomains example.com\nSubDomains yes", Own, "*@*.example.com k1\n", "sub.example.com"),
        With("PeerList 127.0.0.1\nOn-NoSignature reject", Own, "*@example.com k1\n"),
        With("InternalHosts 10.0.0.1\nOn-NoSignature tempfail\nMode s", Own, "*@example.com k1\n"),
        With("InternalHosts 10.0.0.1\nOn-NoSignature tempfail", Own, "*@example.com k1\n"),
        With("Mode v\nOn-NoSignature reject", Own, "*@example.com k1\n"),
        With("OmitHeaders From\nOn-NoSignature tempfail", "k1 example.com:s1:{d}/open.key\n", "*@example.com k1\n"),
        With("On-Default reject", "k1 example.com:s1:{d}/open.key\n", "*@example.com k1\n"),
        With("On-Default reject", "k1 example.com:s1:{d}/L\n", "*@example.com k1\n"),
        With("On-KeyNotFound accept", "k1 example.com:s1:/none\n", "*@example.com k1\n"),
        With("On-Default accept", Own, "*@example.com nokey\n"),
        With("MultipleSignatures yes\nMode v", Own + Missing2, "*@example.com k1\n*@example.com k2\n"),
        With("MultipleSignatures yes", Own + Missing2, "*@example.com k1:foo\n*@example.com k2\n"),
        With("MultipleSignatures yes", Own + Text2, "*@example.com k1:foo\n*@example.com k2\n"),
        With("MultipleSignatures yes", Own + Text2, "*@example.com k2\n*@example.com k1:foo\n"),
        With("MultipleSignatures yes\nOmitHeaders From", Own, "*@example.com k1\n*@example.com nokey\n"),
        With("MultipleSignatures yes\nMinimumKeyBits 4096", Own + Open2, "*@example.com k1\n*@example.com k2\n"),
        With("SigningTable file:{d}/G", "k1 example.com:s1:{d}/open.key\n", "example.com k1:foo\n"),
        With("SigningTable csl:example.com=k1", Own, ""),
        With("SigningTable csl:example.com=k1:x@y", "k1 example.com:s1:{d}/open.key\n", ""),
        With("KeyTable csl:k1=example.com:s1:{d}/open.key", "", "*@example.com k1\n"),
        With("KeyTable csl:k1=example.com:s1:{d}/own.key\nMode v\nMinimumKeyBits 4096", "", "*@example.com k1\n"),
        With("BaseDirectory {d}", "k1 example.com:s1:own.key\n", "*@example.com k1\n"),
        With("BaseDirectory {d}\n#UserID", "k1 example.com:s1:roots.key\n", "*@example.com k1\n"),
        With("BaseDirectory {d}/run", "k1 example.com:s1:../own.key\n", "*@example.com k1\n"),
        With("KeyFile {d}/open.key\nSelector s\nDomain example.com", Own, "*@example.com k1\n"),
        With("KeyFile {d}/roots.key\nSelector s\nDomain example.com\n#UserID", Roots, "*@example.com k1\n"),
        With("Selector s", Own, "*@example.com k1\n"),
        With("KeyFile {d}/own.key", Own, "*@example.com k1\n"),
        With("DontSignMailTo refile:{d}/L\nOn-InternalError accept", "k1 example.com:s1:/none\n", "*@example.com k1\n"),
        With("SenderHeaders X-Nothing,To,From", Own, "*@example.com nokey\n* k1\n"),
        With("SenderHeaders To", "k1 %:s1:{d}/own.key\n", "*@example.com nokey\n* k1\n"),
        With("SenderHeaders Sender,From\nExemptDomains example.com", Own, "*@example.com k1\n"),
        With("UserID opendkim:mail\nKeepTemporaryFiles yes\nTemporaryDirectory {d}/run", Own, "*@example.com k1\n"),
        With("UserID nobody", Own, "*@example.com k1\n"),
        With("UserID nobody\nRequireSafeKeys no", Own, "*@example.com k1\n"),
        With("UserID nobody\nRequireSafeKeys no", "k1 example.com:s1:{d}/open.key\n", "*@example.com k1\n"),
        With("UserID mail", "k1 example.com:s1:{d}/open.key\n", "*@example.com k1\n"),
        With("Socket inet:8891@127.0.0.1\nSocket local:{d}/run/socket", Own, "*@example.com k1\n"),
        With("AutoRestart 1\nAutoRestartRate 10\nAutoRestartRate 10/1h", Own, "*@example.com k1\n"),
        With("AutoRestart yes\nAutoRestart no\nAutoRestartRate 10", Own, "*@example.com k1\n"),
        With("PidFile /none/x.pid", Own, "*@example.com k1\n"),
        With("Background no", Own, "*@example.com k1\n"),
        With("ChangeRootDirectory /", Own, "*@example.com k1\n"),
        With("Canonicalization relaxed", Own, "*@example.com k1\n"),
        With("Canonicalization relaxed/bogus", Own, "*@example.com k1\n"),
        With("SignatureAlgorithm rsa-sha512", Own, "*@example.com k1\n"),
        With("SignatureAlgorithm rsa-sha1\nMinimumKeyBits 4096", "k1 example.com:s1:{d}/open.key\n", "*@example.com k1\n"),
        With("SignatureTTL -1", Own, "*@example.com k1\n"),
        With("UMask 0777", Own, "*@example.com k1\n"),
        With("UMask 9", Own, "*@example.com k1\n"),
        With("BodyLengths yes\nDiagnostics yes\nAllowSHA1Only yes", Own, "*@example.com k1\n"),
        With("RequireSafeKeys maybe", Own, "*@example.com k1\n"),
        With("requiresafekeys NO", "k1 example.com:s1:{d}/open.key\n", "*@example.com k1\n"),
    ];

    private static OpenDkimCase With(string directives, string keys, string signing, string sender = "example.com") =>
        new($"{directives} / {keys} / {signing}", $"{Tables}\n{directives}")
        {
            Keys = keys,
            Signing = signing,
            List = "*\n",
            Sender = sender,
        };
}
