using System.Net;

namespace OpteriusDkim;

/// <summary>The resolvers that this system asks (resolv.conf(5)).</summary>
internal static class ResolverConfiguration
{
    private const string DefaultPath = "/etc/resolv.conf";

    private static readonly char[] WhiteSpace = [' ', '\t'];

    /// <summary>Reads them in their order; none where the file isn't there or names none.</summary>
    public static IReadOnlyList<DnsServer> Read(string path = DefaultPath)
    {
        try
        {
            return
            [
                .. File.ReadLines(path)
                    .Select(line => line.Split(WhiteSpace, StringSplitOptions.RemoveEmptyEntries))
                    .Where(words => words.Length > 1 && words[0] == "nameserver")
                    .Select(words => IPAddress.TryParse(words[1], out var address) ? address : null)
                    .OfType<IPAddress>()
                    .Select(address => new DnsServer(address, DnsServer.StandardPort))
                    .Distinct(),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
