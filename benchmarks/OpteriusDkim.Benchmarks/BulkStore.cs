using System.Globalization;

namespace OpteriusDkim;

/// <summary>A store of many domains made from few key pairs, and the zone that publishes them.</summary>
internal sealed class BulkStore
{
    private const int Pairs = 4;

    private readonly Sandbox sandbox;

    private readonly int zones;

    public BulkStore(Sandbox sandbox, ModuleSession session, int domains, int zones = 1)
    {
        this.sandbox = sandbox;
        this.zones = zones;
        Domains = domains;
        Texts = [.. Enumerable.Range(0, Pairs).Select(pair => (string)Measure.Run(
            session, $"(New-DkimKey pair{pair}.seed.example -KeyDirectory '{sandbox.In("seeds")}').Record.Value").Objects[0].BaseObject)];
        for (var number = 0; number < domains; number++)
        {
            var folder = Path.Combine(sandbox.Keys, NameOf(number));
            Directory.CreateDirectory(folder);
            foreach (var file in (string[])["mail.private", "mail.txt"])
            {
                File.Copy(sandbox.In("seeds", $"pair{number % Pairs}.seed.example", file), Path.Combine(folder, file));
            }
        }
    }

    public int Domains { get; }

    public IReadOnlyList<string> Texts { get; }

    /// <summary>The name of a zone; each has as many of the domains as the others.</summary>
    public string ZoneName(int zone) =>
        zones == 1 ? "bulk.example" : string.Create(CultureInfo.InvariantCulture, $"z{zone:00}.bulk.example");

    /// <summary>The records of a zone.</summary>
    public string Records(int zone) => string.Join('\n', Enumerable.Range(0, Domains).Where(number => number % zones == zone).Select(
        number => $"mail._domainkey.{Label(number)} TXT {Texts[number % Pairs]}"));

    /// <summary>A file of names as dig -f reads it, and with the type as dnsperf does.</summary>
    public string WriteQueries(bool withType)
    {
        var path = sandbox.In(withType ? "dnsperf.txt" : "dig.txt");
        File.WriteAllLines(path, Enumerable.Range(0, Domains).Select(number => $"mail._domainkey.{NameOf(number)} TXT"));
        return path;
    }

    private string NameOf(int number) => $"{Label(number)}.{ZoneName(number % zones)}";

    private static string Label(int number) => "d" + number.ToString("00000", CultureInfo.InvariantCulture);
}
