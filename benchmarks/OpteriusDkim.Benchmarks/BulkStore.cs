using System.Globalization;

namespace OpteriusDkim;

/// <summary>A store of many domains made from few key pairs, and the zone that publishes them.</summary>
internal sealed class BulkStore
{
    private const int Pairs = 4;

    private readonly Sandbox sandbox;

    public BulkStore(Sandbox sandbox, ModuleSession session, int domains)
    {
        this.sandbox = sandbox;
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

    /// <summary>The records of the zone bulk.example.</summary>
    public string Zone => string.Join('\n', Enumerable.Range(0, Domains).Select(
        number => $"mail._domainkey.{Label(number)} TXT {Texts[number % Pairs]}"));

    /// <summary>A file of names as dig -f reads it, and with the type as dnsperf does.</summary>
    public string WriteQueries(bool withType)
    {
        var path = sandbox.In(withType ? "dnsperf.txt" : "dig.txt");
        File.WriteAllLines(path, Enumerable.Range(0, Domains).Select(number => $"mail._domainkey.{NameOf(number)} TXT"));
        return path;
    }

    private static string NameOf(int number) => Label(number) + ".bulk.example";

    private static string Label(int number) => "d" + number.ToString("00000", CultureInfo.InvariantCulture);
}
