using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.OpenDkim;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Findings on mail that a signer leaves unsigned, with the directive that excludes it.</summary>
internal static class OriginFindings
{
    /// <summary>The finding on unsigned mail of one origin.</summary>
    /// <param name="isRequired">Whether the mail server of this host accepts such mail.</param>
    public static DkimFinding NotSigned(
        ISigningEndpoint endpoint, DomainName domain, DkimMailOrigin origin, bool isRequired, SignerDaemon daemon)
    {
        var (directive, advice) = daemon.Type == SignerType.OpenDkim ? OfOpenDkim(origin, daemon) : OfRspamd(origin);
        var rule = origin switch
        {
            _ when isRequired => FindingTable.RequiredMailUnsigned,
            DkimMailOrigin.OtherEnvelopeSender => FindingTable.OtherEnvelopeUnsigned,
            _ => FindingTable.OriginUnsigned,
        };
        return rule.With(
            ("endpoint", endpoint.Name), ("domain", domain), ("mail", Describe(origin)), ("directive", directive), ("advice", advice));
    }

    /// <summary>The finding on a signer that signs for any host.</summary>
    public static DkimFinding SignsForAll(
        ISigningEndpoint endpoint, DomainName domain, string address, SignerDaemon daemon) => FindingTable.AnyHostSigned.With(
        ("endpoint", endpoint.Name),
        ("domain", domain),
        ("address", address),
        (
            "directive",
            daemon.Type == SignerType.OpenDkim
                ? "InternalHosts (or MTA, MacroList) in opendkim.conf"
                : "sign_networks and sign_inbound of dkim_signing"));

    private static string Describe(DkimMailOrigin origin) => origin switch
    {
        DkimMailOrigin.Local => "from programs of this host",
        DkimMailOrigin.Network => "from the listed hosts and networks",
        DkimMailOrigin.Authenticated => "from authenticated users",
        DkimMailOrigin.AuthenticatedWithoutDomain => "from users whose login name has no domain",
        DkimMailOrigin.OtherEnvelopeSender => "with an envelope sender of another domain (newsletters, forwarding)",
        _ => "from other hosts",
    };

    private static (string Directive, string Advice) OfOpenDkim(DkimMailOrigin origin, SignerDaemon daemon)
    {
        var path = daemon.ConfigurationPath;
        if (origin is DkimMailOrigin.Authenticated or DkimMailOrigin.AuthenticatedWithoutDomain)
        {
            return ("the macro {auth_type}, which the mail server doesn't pass on",
                "Add {auth_type} to milter_mail_macros in Postfix's main.cf, or let MacroList in opendkim.conf name a macro that "
                + "is sent, such as {auth_authen}.");
        }

        var peers = Directive(daemon, "PeerList");
        var hosts = Directive(daemon, "InternalHosts");
        if (origin == DkimMailOrigin.Local && hosts is not null && peers is null)
        {
            return (
                $"InternalHosts ({hosts.Source})",
                "Add 127.0.0.1 to InternalHosts: a list of your own replaces the default, which is 127.0.0.1. ExternalIgnoreList has no "
                + "effect on signing. Then reload OpenDKIM.");
        }

        return peers is not null
            ? (
                $"PeerList ({peers.Source})",
                "Remove these hosts from PeerList: mail of peers is passed on without being signed. Then reload OpenDKIM.")
            : (
                $"InternalHosts ({hosts?.Source ?? path})",
                "Look for an entry of InternalHosts that begins with ! and excludes the host, and list the hosts whose mail should be "
                + "signed. Then reload OpenDKIM.");
    }

    private static OpenDkimDirective? Directive(SignerDaemon daemon, string name)
    {
        try
        {
            return OpenDkimConfiguration.Read(daemon.ConfigurationPath)[name];
        }
        catch (DkimException)
        {
            return null;
        }
    }

    private static (string Directive, string Advice) OfRspamd(DkimMailOrigin origin)
    {
        var (directive, value) = origin switch
        {
            DkimMailOrigin.Local => ("sign_local", "true"),
            DkimMailOrigin.Network => ("sign_networks", "[...]"),
            DkimMailOrigin.Authenticated => ("sign_authenticated", "true"),
            DkimMailOrigin.AuthenticatedWithoutDomain => ("allow_username_mismatch", "true"),
            _ => ("allow_hdrfrom_mismatch", "true"),
        };
        return (directive, $"Set {directive} = {value}; in local.d/dkim_signing.conf if such mail should be signed, and reload Rspamd.");
    }
}
