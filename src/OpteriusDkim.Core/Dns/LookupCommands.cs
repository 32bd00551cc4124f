namespace OpteriusDkim.Dns;

/// <summary>Commands that look up records without this module.</summary>
internal static class LookupCommands
{
    public static string For(string name, DnsServer server) => Of("TXT", name, server);

    /// <summary>A resolver's answers with and without DNSSEC validation.</summary>
    public static string WithoutChecking(string name, DnsServer server) => $"{For(name, server)}\n{Dig(server)} +cd {name} TXT";

    /// <summary>The zone of a name.</summary>
    public static string ForZone(string name, DnsServer server) => Of("SOA", name, server);

    /// <summary>The servers of a zone.</summary>
    public static string ForServers(string apex, DnsServer server) => Of("NS", apex, server);

    /// <summary>The addresses of a host, by the system's resolver.</summary>
    public static string ForAddresses(string host) => $"\ndig {host} A\ndig {host} AAAA\nnslookup {host}";

    private static string Of(string type, string name, DnsServer server)
    {
        var standard = server.Port == DnsServer.StandardPort;
        var nslookup = $"nslookup -type={type}{(standard ? "" : $" -port={server.Port}")} {name} {server.Address}";
        return $"\n{Dig(server)} {name} {type}\n{nslookup}";
    }

    /// <summary>In quotation marks, since PowerShell reads a bare @192 as a splatted variable.</summary>
    private static string Dig(DnsServer server) =>
        $"dig '@{server.Address}'{(server.Port == DnsServer.StandardPort ? "" : $" -p {server.Port}")}";
}
