namespace OpteriusDkim.Records.Providers;

/// <content>Self-hosted control panels and name servers.</content>
internal static partial class ProviderTable
{
    private const string OneArgument = "Two arguments would become two records: keep the single quotation marks around the whole value.";

    private static IEnumerable<DkimProvider> PanelsAndServers =>
    [
        new("Bind", "A zone file", NameForm.AbsoluteWithDot, ValueForm.ZoneFile)
        {
            Aliases = ["named", "ZoneFile", "NSD", "Knot", "KnotDns"],
            Notes = ["Increase the serial of the zone, then reload it."],
            Source = "RFC 1035 5.1",
        },
        new("CPanel", "cPanel's Zone Editor", NameForm.AbsoluteWithDot, ValueForm.Quoted)
        {
            Aliases = ["WHM"],
            Notes = ["Other guides enter the text without quotation marks (-Provider PlainText)."],
            IsCertain = false,
            Source = "documentation.cpanel.net, Email Deliverability; " + FieldTest,
        },
        new("CyberPanel", "CyberPanel", NameForm.RelativeOrAbsolute, ValueForm.Quoted)
        {
            Notes = ["The value is stored as typed. A name that begins with digits is read as a full name."],
            Source = "github.com/usmannasir/cyberpanel, dns/dnsManager.py",
        },
        new("DirectAdmin", "DirectAdmin", NameForm.Relative, ValueForm.Plain)
        {
            CompletesTargets = true,
            Notes = ["Older skins need the quotation marks (-Provider Generic)."],
            IsCertain = false,
            Source = FieldTest,
        },
        new("HestiaCP", "HestiaCP", NameForm.Relative, ValueForm.Plain)
        {
            Aliases = ["Hestia"],
            Notes = ["Enter the value as one text: several quoted strings would leave a space inside p=."],
            Source = "github.com/hestiacp/hestiacp, bin/v-add-dns-record",
        },
        new("ISPConfig", "ISPConfig's record type DKIM", NameForm.Selector, ValueForm.KeyOnly)
        {
            RecordType = "DKIM",
            MinimumTtl = 60,
            Notes =
            [
                "Use the record type DKIM: the fields are selector and public key, and ISPConfig writes the rest.",
                "The record type TXT refuses values with v=DKIM.",
            ],
            Source = "git.ispconfig.org, interface/web/dns; " + FieldTest,
        },
        new("PdnsUtil", "pdnsutil 5.0 and later", NameForm.AbsoluteWithDot, ValueForm.ShellArgument)
        {
            Aliases = ["pdnsutil5"],
            Notes = [OneArgument],
            Source = "doc.powerdns.com/authoritative/manpages/pdnsutil.1",
        },
        new("PdnsUtil4", "pdnsutil up to 4.9", NameForm.Relative, ValueForm.ShellArgument)
        {
            Aliases = ["pdnsutil4.9"],
            Notes = ["The zone is appended even to a full name, without a warning.", OneArgument],
            Source = "doc.powerdns.com/authoritative/manpages/pdnsutil.1 (4.9)",
        },
        new("Plesk", "Plesk", NameForm.Relative, ValueForm.Plain)
        {
            Notes = ["Apply the zone afterwards (the button Update)."],
            IsCertain = false,
            Source = FieldTest,
        },
        new("PowerAdmin", "Poweradmin", NameForm.Relative, ValueForm.Quoted)
        {
            Notes = ["If automatic quoting is on, the quotation marks may be left out."],
            Source = "github.com/poweradmin/poweradmin; " + FieldTest,
        },
        new("PowerDns", "The PowerDNS API", NameForm.AbsoluteWithDot, ValueForm.Quoted)
        {
            Aliases = ["PowerDnsApi", "pdns"],
            Notes = ["Other forms: -Provider PdnsUtil, PdnsUtil4 (up to 4.9) and PowerDnsAdmin. A zone file: -Provider Bind."],
            Source = "doc.powerdns.com/authoritative, http-api/zone and appendices/types",
        },
        new("PowerDnsAdmin", "PowerDNS-Admin", NameForm.Relative, ValueForm.Quoted)
        {
            Aliases = ["pdnsadmin"],
            Source = "github.com/PowerDNS-Admin/PowerDNS-Admin; " + FieldTest,
        },
        new("Technitium", "The Technitium DNS console", NameForm.Relative, ValueForm.Plain)
        {
            Notes = ["The API needs the full name (-Provider TechnitiumApi)."],
            Source = "github.com/TechnitiumSoftware/DnsServer",
        },
        new("TechnitiumApi", "The Technitium DNS API", NameForm.Absolute, ValueForm.Plain)
        {
            Source = "github.com/TechnitiumSoftware/DnsServer, APIDOCS.md",
        },
        new("Virtualmin", "Virtualmin", NameForm.Relative, ValueForm.Plain)
        {
            CompletesTargets = true,
            Aliases = ["Webmin"],
            Source = "webmin.com, BIND DNS Server",
        },
    ];
}
