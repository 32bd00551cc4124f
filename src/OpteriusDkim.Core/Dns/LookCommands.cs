namespace OpteriusDkim;

/// <summary>The commands by which a person looks for a record without this module.</summary>
internal static class LookCommands
{
    public static string For(string name, DnsServer server)
    {
        var standard = server.Port == DnsServer.StandardPort;
        var dig = $"dig @{server.Address}{(standard ? "" : $" -p {server.Port}")} {name} TXT";
        var nslookup = $"nslookup -type=TXT{(standard ? "" : $" -port={server.Port}")} {name} {server.Address}";
        return $"\n{dig}\n{nslookup}";
    }
}
