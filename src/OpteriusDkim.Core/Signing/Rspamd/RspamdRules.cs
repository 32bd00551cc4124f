using System.Net;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Chooses keys for a message as Rspamd's lua_dkim_tools does: whether to sign, with which domain and with which keys.
/// The steps have the order of the original. Settings of an unexpected type are treated as in Lua.
/// </summary>
internal sealed class RspamdRules(RspamdSettings settings, RspamdMaps maps, Func<string, string> registeredDomainOf)
{
    /// <summary>These sign only mail with certain settings, or without them.</summary>
    private static readonly string[] SettingsIds = ["allowed_ids", "forbidden_ids"];

    private enum Way
    {
        None,
        Authenticated,
        Network,
        Local,
        Inbound,
    }

    private readonly Lazy<RspamdTables> tables = new(() => new RspamdTables(maps, settings));
    /// <summary>The keys of domains.</summary>
    public RspamdDomainKeys Keys { get; } = new(settings, maps);

    /// <summary>The signatures that Rspamd tries to make for a message.</summary>
    public RspamdSelection Select(RspamdMail mail)
    {
        if (!settings.IsConfigured || !settings.IsEnabled)
        {
            return RspamdSelection.None("enabled");
        }

        if (Overriding() is { } overriding)
        {
            return overriding;
        }

        var way = WayOf(mail);
        if (way == Way.None)
        {
            return RspamdSelection.None(mail.User switch
            {
                not null => "sign_authenticated",
                _ when mail.IsLocal => "sign_local",
                _ => "sign_networks",
            });
        }

        if (mail.Envelope.Length == 0 && !settings.IsTrue("allow_envfrom_empty", true))
        {
            return RspamdSelection.None("allow_envfrom_empty");
        }

        if (!settings.HasTables)
        {
            return ByDomain(mail, way);
        }

        return way == Way.Inbound ? RspamdSelection.None("sign_inbound") : tables.Value.Select(mail);
    }

    /// <summary>The signing domain for mail of a sender domain.</summary>
    public string SigningDomainOf(DomainName domain) => Registered(domain.Value);

    private RspamdSelection? Overriding()
    {
        if (settings.IsTrue("use_http_headers", false) && !settings.IsTrue("allow_headers_fallback", false))
        {
            return RspamdSelection.None("use_http_headers");
        }

        if (settings.IsTrue("sign_condition", false))
        {
            return RspamdSelection.Of("sign_condition");
        }

        if (SettingsIds.FirstOrDefault(name => settings.IsTrue(name, false)) is { } setting)
        {
            return RspamdSelection.None(setting);
        }

        return null;
    }

    private Way WayOf(RspamdMail mail)
    {
        var isSender = mail.User is not null;
        if (isSender && settings.IsTrue("sign_authenticated", true))
        {
            return Way.Authenticated;
        }

        if (IsInNetworks(mail.Client))
        {
            return Way.Network;
        }

        if (mail.IsLocal && settings.IsTrue("sign_local", true))
        {
            return Way.Local;
        }

        if (!mail.IsLocal && !isSender && settings.IsTrue("sign_inbound", false))
        {
            return Way.Inbound;
        }

        return Way.None;
    }

    private bool IsInNetworks(IPAddress client) => settings.Value("sign_networks") is { } value
        && RspamdNetworks.Of(value, maps.Networks).Any(network => network.Contains(client));

    private RspamdSelection ByDomain(RspamdMail mail, Way way)
    {
        var (header, envelope, user) = (DomainOf(mail.Address), DomainOf(mail.Envelope), mail.User is null ? null : DomainOf(mail.User));
        var setting = DomainSetting(mail, way);
        if (setting == "use_domain_custom" || (settings.Text(setting) == "recipient" && mail.Recipient is null))
        {
            return RspamdSelection.Of(setting);
        }

        var domain = setting == "use_domain" && settings.Value(setting) is null ? header : settings.Text(setting) switch
        {
            null => null,
            "header" => header,
            "envelope" => mail.Envelope.Length == 0 ? "" : envelope,
            "auth" => user,
            "recipient" => mail.Recipient is null ? null : DomainOf(mail.Recipient),
            var literal => literal.ToLowerInvariant(),
        };
        if (domain is null)
        {
            return RspamdSelection.None(setting);
        }

        domain = Registered(domain);
        if (envelope is not null && header is not null && Registered(header) != Registered(envelope) && !MayDiffer(mail, way))
        {
            return RspamdSelection.None("allow_hdrfrom_mismatch");
        }

        return mail.User is not null && !settings.IsTrue("allow_username_mismatch", false) && (user is null || Registered(user) != domain)
            ? RspamdSelection.None("allow_username_mismatch")
            : Keys.For(domain);
    }

    private string DomainSetting(RspamdMail mail, Way way) => way switch
    {
        Way.Network when settings.IsTrue("use_domain_sign_networks", false) => "use_domain_sign_networks",
        _ when mail.IsLocal && settings.IsTrue("use_domain_sign_local", false) => "use_domain_sign_local",
        _ when !mail.IsLocal && mail.User is null && settings.IsTrue("use_domain_sign_inbound", false) => "use_domain_sign_inbound",
        _ when settings.IsTrue("use_domain_custom", false) => "use_domain_custom",
        _ => "use_domain",
    };

    private bool MayDiffer(RspamdMail mail, Way way) => settings.IsTrue("allow_hdrfrom_mismatch", false)
        || (mail.IsLocal && settings.IsTrue("allow_hdrfrom_mismatch_local", false))
        || (way == Way.Network && settings.IsTrue("allow_hdrfrom_mismatch_sign_networks", false));

    private string Registered(string domain) => settings.UsesRegisteredDomain ? registeredDomainOf(domain) : domain;

    private static string? DomainOf(string address) =>
        address.LastIndexOf('@') is >= 0 and var at && at + 1 < address.Length ? address[(at + 1)..].ToLowerInvariant() : null;
}
