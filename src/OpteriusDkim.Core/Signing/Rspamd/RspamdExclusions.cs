using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Finds settings that exclude mail of all domains from signing.</summary>
internal sealed class RspamdExclusions(RspamdSettings settings, RspamdRules rules)
{
    private const string AnyDomain = "opterius-dkim-probe.example";

    /// <summary>Settings that exclude mail regardless of its domain.</summary>
    private static readonly string[] Excluding =
    [
        "sign_local", "sign_authenticated", "sign_networks", "use_http_headers", "allowed_ids", "forbidden_ids", "allow_username_mismatch",
        "use_domain", "use_domain_sign_local", "use_domain_sign_networks",
    ];

    public IEnumerable<DkimFinding> Findings()
    {
        if (!settings.IsEnabled)
        {
            yield return FindingTable.DkimSigningDisabled.With();
            yield break;
        }

        if (rules.Select(RspamdMail.FromHost(AnyDomain)).ExcludedBy is { } host && Excluding.Contains(host))
        {
            yield return FindingTable.MailOfHostNotSigned.With(("setting", host == "sign_networks" ? "sign_local" : host));
        }

        if (rules.Select(RspamdMail.FromUser(AnyDomain)).ExcludedBy is { } user && Excluding.Contains(user))
        {
            yield return FindingTable.MailOfUsersNotSigned.With(("setting", user));
        }
    }
}
