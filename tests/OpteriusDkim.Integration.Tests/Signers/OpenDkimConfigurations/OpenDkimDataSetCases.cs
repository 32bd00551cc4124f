namespace OpteriusDkim;

/// <summary>Configurations with Domain, Selector and KeyFile.</summary>
internal static class OpenDkimDataSetCases
{
    private const string Key = "\nSelector s1\nKeyFile {K}";
    private const string Signed = "Signed";
    private const string Unsigned = "Unsigned";
    private const string Dead = "Unreachable";

    public static IEnumerable<OpenDkimCase> Written => [.. Lists(), .. Broken()];

    private static OpenDkimCase Of(string domain, string list, string sender, string verdict, string more = "") =>
        new($"Domain {domain}{more}", $"Domain {domain}{Key}{more}") { List = list, Sender = sender, Verdict = verdict };

    private static IEnumerable<OpenDkimCase> Lists() =>
    [
        Of("example.com", "", "example.com", Signed),
        Of("EXAMPLE.com", "", "example.com", Signed),
        Of("example.com", "", "sub.example.com", Unsigned),
        Of("example.com", "", "sub.example.com", Signed, "\nSubDomains yes"),
        Of("example.com", "", "a.sub.example.com", Signed, "\nSubDomains TRUE"),
        Of("example.com", "", "sub.example.com", Unsigned, "\nSubDomains no"),
        Of("example.com", "", "notexample.com", Unsigned, "\nSubDomains yes"),
        Of("com", "", "example.com", Signed, "\nSubDomains 1"),
        Of("example.com,example.net", "", "example.net", Signed),
        Of("example.com, example.net", "", "example.net", Signed),
        Of("example.com example.net", "", "example.net", Unsigned),
        Of("example.com example.net", "", "example.com", Unsigned),
        Of("csl:example.com,example.net", "", "example.net", Signed),
        Of("*", "", "example.net", Signed),
        Of("example.com,*", "", "example.net", Signed),
        Of("*.example.com", "", "sub.example.com", Unsigned),
        Of(".example.com", "", "sub.example.com", Unsigned),
        Of("{d}/L", "example.com\nexample.net\n", "example.net", Signed),
        Of("{d}/L", "example.com # main\n  example.net  \n", "example.net", Signed),
        Of("{d}/L", "example.com whatever\n", "example.com", Signed),
        Of("{d}/L", "example.com,example.net\n", "example.net", Unsigned),
        Of("{d}/L", "# example.com\n", "example.com", Unsigned),
        Of("{d}/L", "*\n", "example.net", Signed),
        Of("{d}/L", "example.com\r\nexample.net\r\n", "example.com", Signed),
        Of("{d}/L", "", "example.com", Unsigned),
        Of("file:{d}/L", "example.com\n", "example.com", Signed),
        Of("file:{d}/L", "example.com\n", "sub.example.com", Signed, "\nSubDomains yes"),
        Of("refile:{d}/L", "*.example.com\n", "sub.example.com", Signed),
        Of("refile:{d}/L", "*.example.com\n", "example.com", Unsigned),
        Of("refile:{d}/L", "*\n", "example.net", Signed),
        Of("refile:{d}/L", "example.*\n", "example.net", Signed),
        Of("\"example.com\"", "", "example.com", Unsigned),
        Of("example.com", "", "example.com", Unsigned, "\nMode v"),
        Of("example.com", "", "example.com", Unsigned, "\nInternalHosts 10.0.0.0/8"),
        Of("example.com", "", "example.com", Signed, "\nRequireSafeKeys no"),
    ];

    private static IEnumerable<OpenDkimCase> Broken() =>
    [
        Of("{d}/nothing", "", "example.com", Dead),
        Of("example.com:example.net", "", "example.com", Dead),
        new("no selector", "Domain example.com\nKeyFile {K}") { Verdict = Dead },
        new("no key file", "Domain example.com\nSelector s1") { Verdict = Dead },
        new("domain alone", "Domain example.com") { Verdict = Dead },
        new("domain alone where only verified", "Mode v\nDomain example.com") { Verdict = "TemporaryFailure" },
        new("no domain", "Selector s1\nKeyFile {K}") { Verdict = Unsigned },
        new("missing key file", "Domain example.com\nSelector s1\nKeyFile /nothing") { Verdict = Dead },
        new("a folder as key file", "Domain example.com\nSelector s1\nKeyFile {keys}") { Verdict = Dead },
        new("no key in the key file", "Domain example.com\nSelector s1\nKeyFile {d}/L") { List = "no key\n", Verdict = null },
        new("key file in quotes", "Domain example.com\nSelector s1\nKeyFile \"{K}\"") { Verdict = Dead },
        new("tables beside Domain", "Domain example.net\nSelector s1\nKeyFile {K}\nKeyTable {d}/F\nSigningTable refile:{d}/G")
        {
            Sender = "example.net",
            Verdict = Unsigned,
        },
        new("relative key file", "BaseDirectory {keys}\nDomain example.com\nSelector s1\nKeyFile example.com/mail.private")
        {
            Verdict = Signed,
        },
    ];
}
