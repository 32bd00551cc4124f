namespace OpteriusDkim;

/// <summary>A zone with customers' domains that doesn't accept updates. It has CNAMEs for two selectors of each domain.</summary>
/// <param name="name">The zone, which is the parent of the domains.</param>
/// <param name="server">The name of its server, in a zone that the same server has.</param>
/// <param name="target">The zone to which the CNAMEs lead.</param>
internal sealed class CustomerZone(string name, string server, string target)
{
    private static readonly string[] Selectors = ["s1", "s2"];

    /// <summary>The setting for the delegation, ending in a comma.</summary>
    public string Settings => $"\"delegation\": {{ \"zone\": \"{target}\", \"selectors\": [\"s1\", \"s2\"] }},";

    /// <summary>Writes the zone's file.</summary>
    /// <returns>The statement of named.conf.</returns>
    public string WriteTo(string folder)
    {
        var file = Path.Combine(folder, name + ".zone");
        var aliases = KilledLives.NamesIn(name).SelectMany(domain => Selectors.Select(
            selector => $"{selector}._domainkey.{domain}. CNAME {selector}.{domain}.{target}.\n"));
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            file, $"$TTL 2\n@ SOA {server}. hostmaster.{server}. 1 3600 600 86400 1\n@ NS {server}.\n{string.Concat(aliases)}");
        return $"zone \"{name}\" {{ type primary; file \"{file}\"; }};";
    }
}
