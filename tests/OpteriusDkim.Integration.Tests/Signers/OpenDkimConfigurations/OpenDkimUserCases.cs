namespace OpteriusDkim;

/// <summary>The daemon's user, which determines the accepted key owners. Without a UserID it remains root.</summary>
internal static class OpenDkimUserCases
{
    private const string Own = "own.key";
    private const string Roots = "roots.key";
    private const string Open = "open.key";
    private const string Signed = "Signed";
    private const string Deferred = "TemporaryFailure";
    private const string Dead = "Unreachable";

    private static readonly FileOwner Daemon = FileOwner.Find("opendkim") ?? new FileOwner(1, 1);

    /// <summary>A line that begins with <c>#UserID</c> keeps the harness from writing a UserID.</summary>
    public static IEnumerable<OpenDkimCase> Written =>
    [
        With("#UserID opendkim", Own, Deferred),
        With("#UserID opendkim", Roots, Signed),
        With("#UserID opendkim", Open, Deferred),
        With("#UserID opendkim\nRequireSafeKeys no", Own, Signed),
        With("#UserID opendkim\nRequireSafeKeys no", Open, Signed),
        With("UserID root", Own, Deferred),
        With("UserID root", Roots, Signed),
        With("UserID 0", Own, Deferred),
        With("UserID 0", Roots, Signed),
        With("UserID :opendkim", Own, Deferred),
        With("UserID :opendkim", Roots, Signed),
        With("UserID opendkim", Own, Signed),
        With("UserID opendkim", Roots, Deferred),
        With("UserID opendkim", Open, Deferred),
        With("UserID opendkim:", Own, Signed),
        With("UserID opendkim:", Roots, Deferred),
        With("UserID opendkim:0", Own, Signed),
        With("UserID opendkim:0", Roots, Deferred),
        With("UserID opendkim:root", Own, Signed),
        With("UserID opendkim:mail", Own, Signed),
        With($"UserID {Daemon.User}", Own, Signed),
        With($"UserID {Daemon.User}", Roots, Deferred),
        With($"UserID {Daemon.User}:{Daemon.Group}", Own, Signed),
        With($"UserID opendkim:{Daemon.Group}", Own, Signed),
        With("UserID opendkim:54321", Own, Dead),
        With("UserID opendkim:no-such-group", Own, Dead),
        With("UserID 54321", Own, Dead),
        With("UserID opendkim.opendkim", Own, Dead),
        With("UserID \"opendkim\"", Own, Dead),
        With("#UserID opendkim\nKeepTemporaryFiles yes\nTemporaryDirectory {d}", Roots, Signed),
        Single("#UserID opendkim", Own, Dead),
        Single("#UserID opendkim", Roots, Signed),
        Single("UserID :opendkim", Own, Dead),
        Single("UserID opendkim:0", Own, Signed),
    ];

    private static OpenDkimCase With(string directives, string key, string verdict) =>
        new($"{directives}, key {key}", $"KeyTable {{d}}/F\nSigningTable refile:{{d}}/G\n{directives}")
        {
            Keys = $"k1 example.com:s1:{{d}}/{key}\n",
            Verdict = verdict,
        };

    private static OpenDkimCase Single(string directives, string key, string verdict) =>
        new($"{directives}, KeyFile {key}", $"Domain example.com\nSelector s1\nKeyFile {{d}}/{key}\n{directives}") { Verdict = verdict };
}
