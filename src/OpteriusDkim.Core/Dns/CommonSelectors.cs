using OpteriusDkim.Names;

namespace OpteriusDkim.Dns;

/// <summary>
/// Selectors that mail services and panels are known to use, as their own documentation or their customers' records show.
/// DNS has no query for all selectors of a domain; these find most.
/// </summary>
internal static class CommonSelectors
{
    /// <summary>The selectors, the most frequent first.</summary>
    public static IReadOnlyList<Selector> All { get; } =
    [
        .. new[]
        {
            // opendkim-genkey, Plesk, cPanel, many panels and administrators
            "default", "mail", "dkim", "x", "smtp", "email", "key1", "key2", "dkim1", "dkim2", "mx",

            // Google Workspace; Microsoft 365; Apple iCloud; Fastmail; Proton; Zoho; Yandex
            "google", "selector1", "selector2", "sig1", "fm1", "fm2", "fm3", "protonmail", "protonmail2", "protonmail3", "zoho", "zmail",

            // SendGrid and others; Mailchimp and Mandrill; Mailjet; Postmark; Mailgun; Brevo; HubSpot; Klaviyo
            "s1", "s2", "s1024", "s2048", "k1", "k2", "k3", "mandrill", "mailjet", "pm", "mg", "pic", "krs", "brevo1", "brevo2", "hs1",
            "hs2", "kl", "kl2",

            // Constant Contact; Campaign Monitor; Zendesk; Everlytic; MxVault; turboSMTP; GetResponse
            "ctct1", "ctct2", "cm", "zendesk1", "zendesk2", "everlytickey1", "everlytickey2", "mxvault", "turbo-smtp", "getresponse",
        }.Select(Selector.Parse),
    ];
}
