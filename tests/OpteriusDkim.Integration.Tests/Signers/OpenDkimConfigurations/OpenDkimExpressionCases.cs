namespace OpteriusDkim;

/// <summary>Patterns of a refile that are regular expressions, which the C library compiles.</summary>
internal static class OpenDkimExpressionCases
{
    private const string Tables = "KeyTable {d}/F\nSigningTable refile:{d}/G";
    private const string Signed = "Signed";
    private const string Unsigned = "Unsigned";
    private const string Deferred = "TemporaryFailure";
    private const string Dead = "Unreachable";

    public static IEnumerable<OpenDkimCase> Written => [.. Patterns(), .. Names(), .. Exempt()];

    private static OpenDkimCase Pattern(string line, string verdict, string sender = "example.com") =>
        new($"refile: {line}", Tables) { Signing = line + "\n", Verdict = verdict, Sender = sender };

    private static OpenDkimCase Name(string name, string verdict) => new(
        $"KeyTable as refile: {name}", "KeyTable refile:{d}/F\nSigningTable refile:{d}/G")
    {
        Keys = name + " example.com:s1:{K}\n",
        Verdict = verdict,
    };

    private static IEnumerable<OpenDkimCase> Patterns() =>
    [
        Pattern("*{2}@example.com k1", Signed),
        Pattern("(*)@example.com k1", Signed),
        Pattern("()*@example.com k1", Signed),
        Pattern("*@[[:alpha:]]xample.com k1", Signed),
        Pattern("*@[]e]xample.com k1", Signed),
        Pattern("*@[^a]xample.com k1", Signed),
        Pattern("*@\\wxample.com k1", Signed),
        Pattern("*@e\\d k1", Unsigned),
        Pattern("*@\\example.com k1", Unsigned),
        Pattern("*@(example|other).com k1", Signed),
        Pattern("*@example.c{1}om k1", Signed),
        Pattern("*@example.co{,2}m k1", Signed),
        Pattern("*@example.co{x}m k1", Dead),
        Pattern("*@{example.com k1", Dead),
        Pattern("*@example.com{ k1", Dead),
        Pattern("*@exa{2,1}mple.com k1", Dead),
        Pattern("*@example.com) k1", Unsigned),
        Pattern("*@[z-a]xample.com k1", Dead),
        Pattern("*@[[:bogus:]]xample.com k1", Dead),
        Pattern("|*@example.com k1", Signed),
        Pattern("*@example.com|| k1", Signed),
        Pattern("(|*)@example.com k1", Signed),
        Pattern("*?@example.com k1", Signed),
        Pattern("*@exam(p)l\\1e.com k1", Unsigned),
        Pattern("*@ex?ample.com k1", Signed),
        Pattern("*@(?i)example.com k1", Dead),
        Pattern("(?:*)@example.com k1", Dead),
        Pattern("*@[\\d]xample.com k1", Unsigned),
        Pattern("*@[.]xample.com k1", Unsigned),
        Pattern("*@[[.e.]]xample.com k1", Unsigned),
        Pattern("*@[[=e=]]xample.com k1", Signed),
        Pattern("*@example\\.com k1", Unsigned),
        Pattern("*\\@example.com k1", Signed),
        Pattern("*@exa{1}{1}mple.com k1", Signed),
        Pattern("*@(example.com k1", Dead),
        Pattern("*@example.com\\b k1", Signed),
        Pattern("*@\\<example.com k1", Signed),
        Pattern("$ k1", Unsigned),
        Pattern("^ k1", Unsigned),
        Pattern(".* k1", Unsigned),
        Pattern(".*@example.com k1", Unsigned),
        Pattern(".*@example\\.com k1", Unsigned),
        Pattern("^.*@example\\.com$ k1", Unsigned),
        Pattern("*@example[.]com k1", Signed),
        Pattern("*@+example.com k1", Unsigned),
        Pattern("*@example.com{0} k1", Unsigned),
        Pattern("*@example.com{1} k1", Signed),
        Pattern("*@EXAMPLE[A-Z.]*COM k1", Signed),
        Pattern("*@[e-]xample.com k1", Signed),
        Pattern("/.*@example.com/ k1", Unsigned),
        Pattern("*@example.com{1,2}{1,2} k1", Signed),
        Pattern("*@[[:upper:]]xample.com k1", Signed),
        Pattern("*@[[:punct:][:alpha:]]xample.com k1", Signed),
        Pattern("*@[]-a]xample.com k1", Dead),
        Pattern("*@[a-]xample.com k1", Unsigned),
        Pattern("*@exam(ple)?.com k1", Signed),
        Pattern("*@example.(com)*{1} k1", Signed),
        Pattern("[^@]*@example.com k1", Signed),
        Pattern("*@\\bexample.com k1", Signed),
        Pattern("*@example\\>.com k1", Signed),
        Pattern("*@example.com\\' k1", Signed),
        Pattern("\\`*@example.com k1", Signed),
        Pattern("*@ex{40000}ample.com k1", Dead),
        Pattern("*@exam{,}ple.com k1", Signed),
        Pattern("*@example.com{} k1", Dead),
        Pattern("*@(e|)xample.com k1", Signed),
        Pattern("*@()example.com k1", Signed),
        Pattern("(*@example.com)|(*@example.net) k1", Signed, "example.net"),
        Pattern("((*)@(example)(.)(com)) k1", Signed),
        Pattern("*@example[.-z]com k1", Signed),
        Pattern("*@[a-c-e]xample.com k1", Dead),
        Pattern("*@[[.hyphen.]e]xample.com k1", Unsigned),
        Pattern("*@[[:alpha:]-z]xample.com k1", Dead),
        Pattern("*@[a-[:digit:]]xample.com k1", Dead),
        Pattern("*@[[]example.com k1", Unsigned),
        Pattern("*@[e\\]xample.com k1", Signed),
        Pattern("*@[*]xample.com k1", Unsigned),
        Pattern("*@e}xample.com k1", Unsigned),
        Pattern("*@example]com k1", Unsigned),
        Pattern("*@\\Example.com k1", Signed),
        Pattern("*@\\EXAMPLE.com k1", Signed),
        Pattern("*@\\eXAMPLE.com k1", Unsigned),
        Pattern("*@e\\xample.com k1", Unsigned),
        Pattern("*@example\\-.com k1", Unsigned),
    ];

    /// <summary>The names of a KeyTable are case-sensitive.</summary>
    private static IEnumerable<OpenDkimCase> Names() =>
    [
        Name("\\k1", Signed),
        Name("[[:alpha:]]1", Signed),
        Name("[[:lower:]]1", Signed),
        Name("[[:upper:]]1", Deferred),
        Name("k{1}{1}1", Signed),
    ];

    private static IEnumerable<OpenDkimCase> Exempt() =>
        [new("ExemptDomains as refile", $"{Tables}\nExemptDomains refile:{{d}}/L") { List = "[[:upper:]]*\n", Verdict = Unsigned }];
}
