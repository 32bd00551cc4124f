using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>Checks whether Postfix passes its mail to a signer and can connect to it (postconf(5), MILTER_README).</summary>
internal static class PostfixWiring
{
    public const string DefaultPath = "/etc/postfix/main.cf";

    /// <summary>The problem, as one finding; empty if there is none, no Postfix, or its configuration can't be read.</summary>
    public static IReadOnlyList<DkimFinding> ProblemsOf(string path, SignerDaemon daemon)
    {
        if (PostfixConfiguration.Read(path) is not { } postfix)
        {
            return [];
        }

        var texts = daemon.Type == SignerType.OpenDkim ? daemon.Sockets : daemon.MilterSockets;
        var sockets = texts.Select(MilterSocket.Parse).ToArray();
        var routes = PostfixRoute.Of(postfix);
        var reaches = routes.Select(route => PostfixReach.Of(postfix, route, sockets)).ToArray();
        DkimFinding[] maps = PostfixMilterMaps.ProblemOf(postfix, daemon, routes, sockets) is { } others ? [others] : [];
        var broken = reaches.Where(reach => reach.Problem is not null).ToArray();
        if (reaches.All(reach => reach.IsWired))
        {
            return maps;
        }

        var commands = string.Concat(new PostfixPlan(postfix, daemon, sockets, reaches).Commands().Select(command => $"\n{command}"));
        return broken.Length > 0
            ? [FindingTable.PostfixCannotConnect.With(
                ("path", path),
                ("signer", daemon.Type.ProductName()),
                ("problem", string.Join("; ", broken.Select(reach => reach.Problem).Distinct())),
                ("mail", Mail(broken)),
                ("action", postfix["milter_default_action"]),
                ("result", ResultOf(postfix["milter_default_action"])),
                ("commands", commands)), .. maps]
            : [FindingTable.PostfixNotWired.With(
                ("path", path),
                ("signer", daemon.Type.ProductName()),
                ("mail", Mail(reaches.Where(reach => !reach.IsWired))),
                ("settings", string.Join(" and ", reaches.Where(reach => !reach.IsWired).Select(Setting).Distinct())),
                ("sockets", texts.Count > 0 ? string.Join(", ", texts) : "none is configured"),
                ("commands", commands)), .. maps];
    }

    /// <summary>How Postfix accepts mail: by which routes, and which macros it sends to milters.</summary>
    public static MailSubmission SubmissionOf(string path)
    {
        if (PostfixConfiguration.Read(path) is not { } postfix)
        {
            return MailSubmission.Unknown;
        }

        var routes = postfix.Services.Count == 0 ? [] : PostfixRoute.Of(postfix);
        var submission = routes.FirstOrDefault(route => route.IsSubmission)?.Service;
        var macros = MilterList.Split(
            postfix.For(submission, "milter_mail_macros").Replace("{", " ", StringComparison.Ordinal)
                .Replace("}", " ", StringComparison.Ordinal));
        return new MailSubmission
        {
            Origins =
            [
                .. routes.Any(route => route.IsLocal) ? [DkimMailOrigin.Local] : Array.Empty<DkimMailOrigin>(),
                .. submission is not null ? [DkimMailOrigin.Authenticated] : Array.Empty<DkimMailOrigin>(),
            ],
            DaemonName = new[] { postfix.For(submission, "milter_macro_daemon_name"), postfix["myhostname"] }
                .FirstOrDefault(name => name.Length > 0) ?? "localhost",
            SendsAuthType = macros.Contains("auth_type"),
            SendsLoginName = macros.Contains("auth_authen"),
        };
    }

    private static string Mail(IEnumerable<PostfixReach> reaches) =>
        string.Join(" and ", reaches.Select(reach => reach.Route.Description).Distinct());

    private static string Setting(PostfixReach reach) => reach.Route switch
    {
        { IsWithoutMilters: true } => $"{reach.Route.Setting}, which receive_override_options = no_milters disables",
        { IsOverridden: true, Service: { } service } => $"{reach.Route.Setting} of {service.Key} in master.cf",
        _ => reach.Route.Setting,
    };

    private static string ResultOf(string action) => action switch
    {
        "accept" => "leaves unsigned",
        "reject" => "is rejected",
        "quarantine" => "is put on hold",
        _ => "is refused with 451",
    };
}
