namespace OpteriusDkim;

/// <summary>
/// The DNS providers. To add one is to add its row; where its documentation says nothing, the row says so, and
/// the form that a wrong guess harms least is taken: bare text is refused or cut by a form that wants quotation
/// marks, while unwanted quotation marks are published silently.
/// </summary>
public static class ProviderTable
{
    /// <summary>The provider's name where none is configured.</summary>
    public const string DefaultName = "Generic";

    private const string NoQuotes = "Type no quotation marks: they would become part of the record.";
    private const string SplitHere = "Type the quotation marks, and all strings on one line.";
    private const string Experience = "users' reports; its documentation doesn't say";

    /// <summary>All providers in the order of their names, after the two general forms.</summary>
    public static IReadOnlyList<Provider> All { get; } =
    [
        new("Generic", NameForm.Relative, ValueForm.Quoted, "The quoted form, which most forms take.", "RFC 1035 5.1"),
        new("PlainText", NameForm.Relative, ValueForm.Plain, "For forms that show existing TXT records without quotation marks.", "RFC 1035 3.3.14"),
        new("AzureDns", NameForm.Relative, ValueForm.Plain, "Azure splits the text itself; 4096 characters at most.", "learn.microsoft.com/azure/dns/dns-zones-records"),
        new("Bind", NameForm.AbsoluteWithDot, ValueForm.ZoneFile, "Raise the zone's serial and reload it. NSD, Knot and PowerDNS zone files are the same.", "RFC 1035 5.1"),
        new("Cloudflare", NameForm.Relative, ValueForm.Quoted, "The bare text is accepted too.", "developers.cloudflare.com/dns/manage-dns-records/reference/dns-record-types"),
        new("CPanel", NameForm.AbsoluteWithDot, ValueForm.Quoted, "Zone Editor of cPanel and WHM.", "documentation.cpanel.net, Email Deliverability"),
        new("DeSec", NameForm.Relative, ValueForm.Quoted, "The smallest TTL is 3600.", "desec.readthedocs.io, dns/rrsets"),
        new("DigitalOcean", NameForm.Relative, ValueForm.Plain, NoQuotes + " Keys over 2048 bits may be refused as too long.", Experience),
        new("DirectAdmin", NameForm.Relative, ValueForm.Plain, NoQuotes + " Look at the result with dig: older skins want them.", Experience),
        new("DNSimple", NameForm.Relative, ValueForm.Plain, NoQuotes + " 1000 characters at most.", "support.dnsimple.com/articles/txt-record-format"),
        new("Gandi", NameForm.Relative, ValueForm.Quoted, SplitHere + " The smallest TTL is 300.", "api.gandi.net/docs/livedns"),
        new("GoDaddy", NameForm.Relative, ValueForm.Plain, NoQuotes + " 1024 characters at most; the smallest TTL is 600.", "godaddy.com/help/add-a-txt-record-19232"),
        new("GoogleCloudDns", NameForm.Relative, ValueForm.Quoted, SplitHere + " Bare text is cut at its spaces.", "cloud.google.com/dns/docs/records"),
        new("Hetzner", NameForm.Relative, ValueForm.Quoted, SplitHere, "docs.hetzner.cloud, DNS"),
        new("Ionos", NameForm.Relative, ValueForm.Plain, NoQuotes, "ionos.com/help, TXT records"),
        new("Linode", NameForm.Relative, ValueForm.Plain, NoQuotes + " The TTL is chosen from a list.", "linode.com/docs, Configure SPF and DKIM in Postfix"),
        new("Namecheap", NameForm.Relative, ValueForm.Plain, NoQuotes + " A whole name typed as Host gets the domain appended once more.", "namecheap.com/support/knowledgebase, 10058"),
        new("Ovh", NameForm.Relative, ValueForm.Plain, "Use the entry of type TXT; the entry DKIM asks for the tags one by one.", "docs.ovhcloud.com, web-cloud/domains/dns-zone-dkim"),
        new("Plesk", NameForm.Relative, ValueForm.Plain, NoQuotes + " Apply the zone afterwards.", Experience),
        new("Porkbun", NameForm.Relative, ValueForm.Plain, NoQuotes + " The smallest TTL is 600.", "porkbun.com/api/json/v3/documentation"),
        new("PowerDns", NameForm.AbsoluteWithDot, ValueForm.Quoted, "As pdnsutil, the API and PowerDNS-Admin want it.", "doc.powerdns.com, appendices/types"),
        new("Route53", NameForm.AbsoluteWithDot, ValueForm.Quoted, SplitHere + " A new line begins a second record.", "docs.aws.amazon.com/Route53, ResourceRecordTypes"),
        new("Virtualmin", NameForm.Relative, ValueForm.Plain, NoQuotes, "webmin.com, BIND DNS Server"),
        new("Vultr", NameForm.Relative, ValueForm.Quoted, SplitHere, "docs.vultr.com, DNS"),
    ];

    /// <summary>Finds a provider by its name, in any letter case.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidInputException">There is no such row; the advice lists them.</exception>
    public static Provider Find(string? name) =>
        All.FirstOrDefault(provider => provider.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidInputException(
            FindingTable.UnknownProvider.With(
                ("input", PrintableText.Quote(name)),
                ("providers", string.Join(", ", All.Select(provider => provider.Name)))),
            name);
}
