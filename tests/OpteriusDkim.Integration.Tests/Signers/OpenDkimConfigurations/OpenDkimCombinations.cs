namespace OpteriusDkim;

/// <summary>Configurations that combine forms of table names, patterns, keys and other directives.</summary>
internal static class OpenDkimCombinations
{
    private static readonly (string Keys, string Signing)[] Forms =
    [
        ("KeyTable {d}/F", "SigningTable refile:{d}/G"),
        ("keytable file:{d}/F", "SIGNINGTABLE file:{d}/G"),
        ("KeyTable refile:{d}/F", "SigningTable {d}/G"),
        ("KeyTable csl:k1=example.com:s1:{K},%=x", "SigningTable csl:example.com=k1,.example.com=k1"),
    ];

    private static readonly string[] Lines = ["*@example.com k1", "example.com k1", ".example.com k1\n*@*.example.com k1", "* %"];

    private static readonly string[] Keys = ["k1 example.com:s1:{K}", "k1 %:s1:{keys}/%/mail.private", "k2 example.com:s1:{K}"];

    private static readonly string[] More =
    [
        "",
        "Mode v",
        "MultipleSignatures yes\nInternalHosts {d}/L",
        "SubDomains yes\nDomain example.com",
    ];

    private static readonly string[] Senders = ["example.com", "sub.example.com"];

    /// <summary>Each form with each line and key; the other properties in turn.</summary>
    public static IEnumerable<OpenDkimCase> All()
    {
        var number = 0;
        foreach (var (keys, signing) in Forms)
        {
            foreach (var line in Lines)
            {
                foreach (var key in Keys)
                {
                    foreach (var sender in Senders)
                    {
                        var more = More[number++ % More.Length];
                        yield return new OpenDkimCase($"{number}: {keys}; {signing}; {key}; {line}; {more}", $"{keys}\n{signing}\n{more}")
                        {
                            Keys = key + "\n",
                            Signing = line + "\n",
                            List = "127.0.0.1\n",
                            Sender = sender,
                        };
                    }
                }
            }
        }
    }
}
