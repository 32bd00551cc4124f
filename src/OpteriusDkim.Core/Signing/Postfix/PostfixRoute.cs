namespace OpteriusDkim.Signing.Postfix;

/// <summary>A path by which mail enters Postfix, and its milters.</summary>
/// <param name="Service">The service of master.cf that calls the milters; null if master.cf can't be read.</param>
/// <param name="Setting"><c>smtpd_milters</c> or <c>non_smtpd_milters</c>.</param>
/// <param name="Milters">The milters with references expanded.</param>
internal sealed record PostfixRoute(PostfixService? Service, string Setting, string Milters)
{
    /// <summary>Whether users submit mail by it.</summary>
    public bool IsSubmission { get; init; }

    /// <summary>Whether <c>receive_override_options = no_milters</c> disables its milters.</summary>
    public bool IsWithoutMilters { get; init; }

    /// <summary>Whether it is for mail of local programs instead of SMTP clients.</summary>
    public bool IsLocal => Setting == "non_smtpd_milters";

    /// <summary>Whether the service overrides the milters.</summary>
    public bool IsOverridden => Service?.Overrides.ContainsKey(Setting) == true;

    /// <summary>Whether the process that connects to the milters runs in a chroot.</summary>
    public bool IsChrooted => Service?.IsChrooted == true;

    /// <summary>The route as a phrase for messages.</summary>
    public string Description => Service switch
    {
        _ when IsLocal => "mail from local programs (sendmail, bounces)",
        null => "mail that arrives by SMTP",
        _ => $"mail that arrives at {Service.Key}",
    };

    /// <summary>
    /// The routes of mail to be signed: the submission services, else the SMTP services with main.cf's milters, and local
    /// programs. A service with own milters that isn't for submission takes mail back from a content filter, after it was signed.
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
