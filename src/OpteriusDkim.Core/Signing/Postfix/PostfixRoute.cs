namespace OpteriusDkim.Signing.Postfix;

/// <summary>A way by which mail enters Postfix, and the milters that see it there.</summary>
/// <param name="Service">The service of master.cf that takes the milters; null where master.cf isn't known.</param>
/// <param name="Setting"><c>smtpd_milters</c> or <c>non_smtpd_milters</c>.</param>
/// <param name="Milters">The milters, references filled in.</param>
internal sealed record PostfixRoute(PostfixService? Service, string Setting, string Milters)
{
    /// <summary>Whether users submit their mail by it.</summary>
    public bool IsSubmission { get; init; }

    /// <summary>Whether <c>receive_override_options = no_milters</c> keeps all milters from it.</summary>
    public bool IsWithoutMilters { get; init; }

    /// <summary>Whether it is mail of local programs, and not of SMTP clients.</summary>
    public bool IsLocal => Setting == "non_smtpd_milters";

    /// <summary>Whether the service has milters of its own.</summary>
    public bool IsOverridden => Service?.Overrides.ContainsKey(Setting) == true;

    /// <summary>Whether the process that connects to the milters runs in a chroot.</summary>
    public bool IsChrooted => Service?.IsChrooted == true;

    /// <summary>What it is, for people.</summary>
    public string Description => Service switch
    {
        _ when IsLocal => "mail from local programs (sendmail, bounces)",
        null => "mail that arrives by SMTP",
        _ => $"mail that arrives at {Service.Key}",
    };

    /// <summary>
    /// The ways by which mail that has to be signed enters: the services to which users submit, else the SMTP services that
    /// take main.cf's milters, and local programs. A service with milters of its own that isn't for submission is where a
    /// content filter returns mail that was signed before.
    /// </summary>
    public static IReadOnlyList<PostfixRoute> Of(PostfixConfiguration postfix)
    {
        if (postfix.Services.Count == 0)
        {
            return [new(null, "smtpd_milters", postfix["smtpd_milters"]), new(null, "non_smtpd_milters", postfix["non_smtpd_milters"])];
        }

        var servers = postfix.Services.Where(service => service.Command == "smtpd").Select(service => Smtp(postfix, service)).ToArray();
        var submission = servers.Where(route => route.IsSubmission).ToArray();
        var cleanup = postfix.Services.FirstOrDefault(service => service.Command == "cleanup");
        var pickup = postfix.Services.FirstOrDefault(service => service.Command == "pickup");
        return
        [
            .. submission.Length > 0 ? submission : servers.Where(route => !route.IsOverridden && !route.IsWithoutMilters),
            .. pickup is null || cleanup is null ? [] : new PostfixRoute[]
            {
                new(cleanup, "non_smtpd_milters", postfix.For(cleanup, "non_smtpd_milters"))
                {
                    IsWithoutMilters = HasNoMilters(postfix, pickup),
                },
            },
        ];
    }

    private static PostfixRoute Smtp(PostfixConfiguration postfix, PostfixService service) => new(
        service, "smtpd_milters", postfix.For(service, "smtpd_milters"))
    {
        IsSubmission = service.IsNamedForSubmission || postfix.For(service, "smtpd_sasl_auth_enable") == "yes",
        IsWithoutMilters = HasNoMilters(postfix, service),
    };

    private static bool HasNoMilters(PostfixConfiguration postfix, PostfixService service) =>
        MilterList.Split(postfix.For(service, "receive_override_options")).Contains("no_milters");
}
