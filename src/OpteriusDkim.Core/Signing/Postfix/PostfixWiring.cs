namespace OpteriusDkim;

/// <summary>Whether Postfix hands its mail to a signer, and can connect to it (postconf(5), MILTER_README).</summary>
public static class PostfixWiring
{
    /// <summary>Where main.cf is.</summary>
    public const string DefaultPath = "/etc/postfix/main.cf";

    /// <summary>What is wrong on this host, in one finding; none where there is no Postfix, or its configuration can't be read.</summary>
    /// <param name="path">The main.cf.</param>
    /// <param name="daemon">The signer.</param>
    public static IReadOnlyList<DkimFinding> ProblemsOf(string path, SignerDaemon daemon)
    {
        if (PostfixConfiguration.Read(path) is not { } postfix)
        {
            return [];
        }

        var texts = daemon.Type == SignerType.OpenDkim ? daemon.Sockets : daemon.MilterSockets;
        var sockets = texts.Select(MilterSocket.Parse).ToArray();
        var reaches = PostfixRoute.Of(postfix).Select(route => PostfixReach.Of(postfix, route, sockets)).ToArray();
        var broken = reaches.Where(reach => reach.Problem is not null).ToArray();
        if (reaches.All(reach => reach.IsWired))
        {
            return [];
        }

        var commands = string.Concat(new PostfixPlan(postfix, daemon, sockets, reaches).Commands().Select(command => $"\n{command}"));
        return broken.Length > 0
            ? [FindingTable.PostfixCannotConnect.With(
                ("path", path),
                ("signer", daemon.Type),
                ("problem", string.Join("; ", broken.Select(reach => reach.Problem).Distinct())),
                ("mail", Mail(broken)),
                ("action", postfix["milter_default_action"]),
                ("result", ResultOf(postfix["milter_default_action"])),
                ("commands", commands))]
            : [FindingTable.PostfixNotWired.With(
                ("path", path),
                ("signer", daemon.Type),
                ("mail", Mail(reaches.Where(reach => !reach.IsWired))),
                ("settings", string.Join(" and ", reaches.Where(reach => !reach.IsWired).Select(Setting).Distinct())),
                ("sockets", texts.Count > 0 ? string.Join(", ", texts) : "none is configured"),
                ("commands", commands))];
    }

    private static string Mail(IEnumerable<PostfixReach> reaches) => string.Join(" and ", reaches.Select(reach => reach.Route.Description).Distinct());

    private static string Setting(PostfixReach reach) => reach.Route switch
    {
        { IsWithoutMilters: true } => "receive_override_options = no_milters",
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
