using System.Globalization;

namespace OpteriusDkim;

/// <summary>A zone file as BIND's own tools read it.</summary>
internal static class ZoneFile
{
    /// <summary>The TXT record of a zone, as named-checkzone(8) reads it.</summary>
    /// <param name="folder">The folder for the zone's file.</param>
    /// <param name="records">The records of example.com, beside SOA and NS.</param>
    /// <returns>Its name, time to live and strings.</returns>
    public static async Task<(string Name, int Ttl, IReadOnlyList<string> Strings)> TxtRecordAsync(string folder, string records)
    {
        Assert.SkipUnless(Tool.Exists("named-checkzone"), "BIND's named-checkzone is not installed (Debian's bind9-utils)");
        var path = Path.Combine(folder, "example.com.zone");
        await File.WriteAllTextAsync(
            path, $"$TTL 300\n@ IN SOA ns hostmaster 1 3600 600 86400 60\n@ IN NS ns\nns IN A 127.0.0.1\n{records}\n");
        _ = (await Tool.RunAsync("named-checkzone", "example.com", path)).Successful;
        var compiled = (await Tool.RunAsync("named-compilezone", "-o", "-", "example.com", path)).Successful;
        var fields = compiled.Split('\n')
            .Select(line => line.Split((char[]?)null, 5, StringSplitOptions.RemoveEmptyEntries))
            .Single(line => line is [_, _, "IN", "TXT", _]);
        return (fields[0], int.Parse(fields[1], CultureInfo.InvariantCulture), ZoneFileText.Strings(fields[4]));
    }
}
