namespace OpteriusDkim;

/// <summary>Paths through symbolic links, where <c>..</c> after a link leads elsewhere than the text suggests.</summary>
internal static class OpenDkimPathCases
{
    private const string Tables = "KeyTable {d}/F\nSigningTable refile:{d}/G";
    private const string Signed = "Signed";

    public static IEnumerable<OpenDkimCase> Written =>
    [
        Key("{d}/link", ("{d}/link", "{K}")),
        Key("{d}/two", ("{d}/one", "{K}"), ("{d}/two", "one")),
        Key("{d}/store/example.com/mail.private", ("{d}/store", "{keys}")),
        Key("{d}/below/../example.com/mail.private", ("{d}/below", "{keys}/example.com")),
        Key("{keys}/example.com/../example.com//./mail.private"),
        Template("{d}/store/%/mail.private", ("{d}/store", "{keys}")),
        Template("{d}/%/key", ("{d}/example.com/key", "{K}")),
        Template("{d}/own/%.pem", ("{d}/own/example.com.pem", "{K}")),
        Template("{d}/own/%", ("{d}/own/example.com", "{K}")),
        Template("{d}/own/.%/x/../mail.private", ("{d}/own/.example.com/x", "{keys}/example.com")) with { Verdict = "TemporaryFailure" },
        Template("{d}/own/.%/x/mail.private", ("{d}/own/.example.com/x", "{keys}/example.com")),
        new("KeyFile with .. after a link", "Domain example.com\nSelector s1\nKeyFile {d}/below/../example.com/mail.private")
        {
            Links = [("{d}/below", "{keys}/example.com")],
            Verdict = Signed,
        },
        new("tables with .. after a link", "KeyTable {d}/a/below/../F\nSigningTable refile:{d}/a/below/../G")
        {
            Links = [("{d}/a/below", "{d}/run")],
            Verdict = Signed,
        },
        new("Include with .. after a link", "Include {d}/a/below/../L")
        {
            List = Tables + "\n",
            Links = [("{d}/a/below", "{d}/run")],
            Verdict = Signed,
        },
        new("BaseDirectory is a link", "BaseDirectory {d}/a/base\nKeyTable file:F\nSigningTable refile:G")
        {
            Links = [("{d}/a/base", "{d}")],
            Verdict = Signed,
        },
    ];

    private static OpenDkimCase Key(string path, params (string Link, string Target)[] links) =>
        new($"key {path}", Tables) { Keys = $"k1 example.com:s1:{path}\n", Links = links, Verdict = Signed };

    private static OpenDkimCase Template(string path, params (string Link, string Target)[] links) =>
        new($"template {path}", Tables) { Keys = $"k1 %:s1:{path}\n", Links = links, Verdict = Signed };
}
