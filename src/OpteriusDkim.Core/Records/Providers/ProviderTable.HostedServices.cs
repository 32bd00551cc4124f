namespace OpteriusDkim.Records.Providers;

/// <content>Services that host zones, with their web forms and APIs.</content>
internal static partial class ProviderTable
{
    private const string FieldTest = "public documentation and users' reports, compared in November 2026";

    private static IEnumerable<DkimProvider> HostedServices =>
    [
        new("AzureDns", "Azure DNS", NameForm.Relative, ValueForm.Plain)
        {
            Aliases = ["Azure", "Microsoft Azure"],
            MaximumLength = 4096,
            Source = "learn.microsoft.com/azure/dns/dns-zones-records",
        },
        new("Bunny", "Bunny DNS", NameForm.Relative, ValueForm.Plain)
        {
            Aliases = ["bunny.net", "BunnyCDN"],
            MinimumTtl = 60,
            Source = FieldTest,
        },
        new("Cloudflare", "Cloudflare", NameForm.Relative, ValueForm.Quoted)
        {
            MinimumTtl = 60,
            MaximumTtl = 86400,
            Aliases = ["CF"],
            AliasNote = "Set the proxy status to DNS only.",
            Notes = ["Text without quotation marks is accepted too."],
            Source = "developers.cloudflare.com/dns/manage-dns-records/reference/dns-record-types",
        },
        new("DeSec", "deSEC", NameForm.Relative, ValueForm.Quoted)
        {
            CompletesTargets = true,
            MinimumTtl = 3600,
            MaximumTtl = 86400,
            Notes = ["deSEC sets the minimum for each domain, so yours may differ."],
            Source = "desec.readthedocs.io, dns/rrsets",
        },
        new("DigitalOcean", "DigitalOcean", NameForm.Relative, ValueForm.Plain)
        {
            Aliases = ["DO"],
            Notes = ["Keys longer than 2048 bits may be refused as too long."],
            IsCertain = false,
            Source = FieldTest,
        },
        new("DNSimple", "DNSimple", NameForm.Relative, ValueForm.Plain)
        {
            MaximumLength = 1000,
            Notes = ["A value with quotation marks is accepted as well, and stored as typed."],
            Source = "support.dnsimple.com/articles/txt-record-format",
        },
        new("Gandi", "Gandi LiveDNS", NameForm.Relative, ValueForm.Quoted)
        {
            CompletesTargets = true,
            Aliases = ["LiveDNS"],
            MinimumTtl = 300,
            IsCertain = false,
            Source = "api.gandi.net/docs/livedns",
        },
        new("GoDaddy", "GoDaddy", NameForm.Relative, ValueForm.Plain)
        {
            MinimumTtl = 600,
            MaximumLength = 1024,
            Source = "godaddy.com/help/add-a-txt-record-19232",
        },
        new("GoogleCloudDns", "Google Cloud DNS", NameForm.Relative, ValueForm.Quoted)
        {
            Aliases = ["Google", "GCP", "CloudDns"],
            Notes = ["Text without quotation marks is split into strings at its spaces."],
            Source = "cloud.google.com/dns/docs/records",
        },
        new("Hetzner", "Hetzner DNS", NameForm.Relative, ValueForm.Quoted)
        {
            CompletesTargets = true,
            MinimumTtl = 60,
            Source = "docs.hetzner.cloud, DNS",
        },
        new("Hostinger", "Hostinger", NameForm.Relative, ValueForm.Plain) { Source = FieldTest },
        new("HurricaneElectric", "Hurricane Electric", NameForm.Relative, ValueForm.Quoted)
        {
            Aliases = ["HE", "he.net", "dns.he.net"],
            Source = FieldTest,
        },
        new("Infomaniak", "Infomaniak", NameForm.Relative, ValueForm.Plain) { Source = FieldTest },
        new("INWX", "INWX", NameForm.Relative, ValueForm.Plain) { Source = FieldTest },
        new("Ionos", "IONOS", NameForm.Relative, ValueForm.Plain)
        {
            Aliases = ["1and1", "1&1"],
            MinimumTtl = 300,
            Source = "ionos.com/help, TXT records",
        },
        new("Linode", "Linode", NameForm.Relative, ValueForm.Plain)
        {
            Aliases = ["Akamai"],
            Notes = ["The TTL is chosen from a list."],
            Source = "linode.com/docs, Configure SPF and DKIM in Postfix",
        },
        new("Loopia", "Loopia", NameForm.Relative, ValueForm.Plain) { CompletesTargets = true, MaximumLength = 450, Source = FieldTest },
        new("NameCom", "Name.com", NameForm.Relative, ValueForm.Plain)
        {
            MinimumTtl = 300,
            MaximumLength = 512,
            Source = FieldTest,
        },
        new("Namecheap", "Namecheap", NameForm.Relative, ValueForm.Plain) { Source = "namecheap.com/support/knowledgebase, 10058" },
        new("NS1", "NS1", NameForm.Relative, ValueForm.Plain)
        {
            Aliases = ["NSOne", "IBM NS1 Connect"],
            Source = FieldTest,
        },
        new("Ovh", "OVHcloud", NameForm.Relative, ValueForm.Plain)
        {
            CompletesTargets = true,
            Aliases = ["OVHcloud"],
            Notes = ["Use the entry of type TXT. The entry DKIM asks for the tags one by one."],
            Source = "docs.ovhcloud.com, web-cloud/domains/dns-zone-dkim",
        },
        new("Porkbun", "Porkbun", NameForm.Relative, ValueForm.Plain)
        {
            MinimumTtl = 600,
            Notes = ["Other sources give a minimum of 300."],
            Source = "porkbun.com/api/json/v3/documentation",
        },
        new("Route53", "The Route 53 console", NameForm.Relative, ValueForm.Quoted)
        {
            Aliases = ["AWS", "Amazon", "AmazonRoute53", "R53", "Route53Console"],
            Notes =
            [
                "A line break in the value begins a second record.",
                "With the API or the AWS CLI the full name is needed: use -Provider Route53Api.",
            ],
            Source = "docs.aws.amazon.com/Route53, resource-record-sets-values-shared and ResourceRecordTypes",
        },
        new("Route53Api", "The Route 53 API and the AWS CLI", NameForm.AbsoluteWithDot, ValueForm.Quoted)
        {
            Aliases = ["Route53Cli", "AwsCli", "AwsApi"],
            Notes = ["In JSON each quotation mark of the value is written as \\\"."],
            Source = "docs.aws.amazon.com/Route53/latest/APIReference, ResourceRecordSet",
        },
        new("Squarespace", "Squarespace", NameForm.Relative, ValueForm.Plain)
        {
            Aliases = ["Google Domains"],
            IsCertain = false,
            Source = FieldTest,
        },
        new("Strato", "STRATO", NameForm.Relative, ValueForm.Plain)
        {
            Notes = ["The name goes into the field for the prefix."],
            Source = FieldTest,
        },
        new("Vultr", "Vultr", NameForm.Relative, ValueForm.Plain)
        {
            Notes = ["For the API: one pair of quotation marks around the whole text, none inside it."],
            Source = "docs.vultr.com, DNS; " + FieldTest,
        },
    ];
}
