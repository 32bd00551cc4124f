namespace OpteriusDkim;

/// <summary>The commands by which a person looks for a record without this module.</summary>
internal static class LookCommands
{
    public static string For(string name, DnsServer server) => Of("TXT", name, server);

    /// <summary>Which zone a name lies in.</summary>
    public static string ForZone(string name, DnsServer server) => Of("SOA", name, server);

    /// <summary>The servers of a zone.</summary>
    public static string ForServers(string apex, DnsServer server) => Of("NS", apex, server);

    private static string Of(string type, string name, DnsServer server)
    {
        var standard = server.Port == DnsServer.StandardPort;
        var dig = $"dig @{server.Address}{(standard ? "" : $" -p {server.Port}")} {name} {type}";
        var nslookup = $"nslookup -type={type}{(standard ? "" : $" -port={server.Port}")} {name} {server.Address}";
        return $"\n{dig}\n{nslookup}";
    }
}
