using System.Text.RegularExpressions;

namespace OpteriusDkim.Tests;

/// <summary>
/// How a DNS provider treats the fields of its form, according to its documentation and users; independent of the
/// provider table.
/// </summary>
internal sealed class SimulatedForm(DkimProvider provider)
{
    private static readonly string[] AppendsZone =
    [
        "PlainText", "AzureDns", "Bunny", "Cloudflare", "DeSec", "DigitalOcean", "DirectAdmin", "DNSimple", "Gandi", "GoDaddy",
        "GoogleCloudDns",
        "HestiaCP", "Hetzner", "Hostinger", "HurricaneElectric", "Infomaniak", "INWX", "Ionos", "Linode", "Loopia", "NameCom", "Namecheap",
        "NS1",
        "Ovh", "PdnsUtil4", "Plesk", "Porkbun", "PowerAdmin", "PowerDnsAdmin", "Route53", "Squarespace", "Strato", "Technitium",
        "Virtualmin", "Vultr",
    ];

    private static readonly string[] TakesFullName = ["Generic", "Bind", "CPanel", "PdnsUtil", "PowerDns", "Route53Api", "TechnitiumApi"];

    private static readonly string[] ReadsQuotedStrings =
    [
        "Generic", "Bind", "Cloudflare", "CPanel", "CyberPanel", "DeSec", "Gandi", "GoogleCloudDns", "Hetzner", "HurricaneElectric",
        "PowerAdmin",
        "PowerDns", "PowerDnsAdmin", "Route53", "Route53Api",
    ];

    /// <summary>The simulated providers.</summary>
    public static IEnumerable<string> Known => [.. AppendsZone, .. TakesFullName, "CyberPanel", "ISPConfig"];

    /// <summary>The record that is published for the entered text.</summary>
    public (string Name, IReadOnlyList<string> Strings) Publish(string name, string value, string zone) =>
        (NameOf(name, zone), StringsOf(value));

    private string NameOf(string typed, string zone) => provider.Name switch
    {
        var service when AppendsZone.Contains(service) => $"{typed}.{zone}",
        var service when TakesFullName.Contains(service) => typed.TrimEnd('.'),
        "CyberPanel" => Regex.IsMatch(
            typed, @"\A([\da-z\.-]+\.[a-z\.]{2,12}|[\d\.]+)([\/:?=&#]{1}[\da-z\.-]+)*[\/\?]?", RegexOptions.IgnoreCase)
            ? typed
            : $"{typed}.{zone}",
        "ISPConfig" => $"{typed}._domainkey.{zone}",
        _ => throw new NotSupportedException(provider.Name),
    };

    private IReadOnlyList<string> StringsOf(string typed) => provider.Name switch
    {
        "ISPConfig" => CharacterStrings.Split($"v=DKIM1; t=s; p={typed}"),
        "PdnsUtil" or "PdnsUtil4" => QuotedStrings.Parse(OneShellWord(typed)),

        // A new line begins a second record there.
        "Route53" or "Route53Api" when typed.Contains('\n', StringComparison.Ordinal) => throw new FormatException("two records"),
        var service when ReadsQuotedStrings.Contains(service) => QuotedStrings.Parse(typed),
        _ when typed.Contains('"', StringComparison.Ordinal) => throw new FormatException("the quotation marks become part of the text"),
        _ => CharacterStrings.Split(typed),
    };

    private static string OneShellWord(string typed)
    {
        Assert.Matches(@"\A'[^']*'\z", typed);
        return typed[1..^1];
    }
}
