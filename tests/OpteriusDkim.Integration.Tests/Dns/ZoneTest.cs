using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>A key of <see cref="Domain"/>, and name servers of its zone on separate addresses.</summary>
public abstract class ZoneTest : IDisposable
{
    protected const string Domain = "z.example";

    private readonly List<IDisposable> used = [];

    /// <param name="missing">Why the test can't run here, or null.</param>
    protected ZoneTest(string algorithm, string? missing = null)
    {
        missing ??= NameServer.Missing ?? LoopbackAddress.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        Sandbox = new Sandbox();
        Session = new ModuleSession(Sandbox);
        Text = (string)Session.Run($"(New-DkimKey {Domain} -Algorithm {algorithm}).Record.Strings -join ''").Objects.Single().BaseObject;
    }

    protected Sandbox Sandbox { get; }

    protected ModuleSession Session { get; }

    /// <summary>The text of the key's record.</summary>
    protected string Text { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the servers in reverse order.</summary>
    protected virtual void Dispose(bool disposing)
    {
        used.Reverse();
        used.ForEach(item => item.Dispose());
        Session?.Dispose();
        Sandbox?.Dispose();
    }

    /// <summary>A new loopback address.</summary>
    protected LoopbackAddress Address() => Use(new LoopbackAddress());

    /// <summary>Starts BIND with the zone.</summary>
    /// <param name="records">The zone's records besides its SOA and NS.</param>
    /// <param name="servers">The zone's name servers: ns1, ns2 and so on.</param>
    protected NameServer Serve(LoopbackAddress address, string records, params LoopbackAddress[] servers) =>
        ServeFile(address, ZoneFile(records, servers));

    /// <summary>Starts BIND with the zone.</summary>
    protected NameServer ServeFile(LoopbackAddress address, string file) =>
        Use(NameServer.StartAt(Folder("bind"), address, "", "", (Domain, file)));

    /// <param name="anchors">DS records that it trusts.</param>
    /// <param name="server">Who has the zone.</param>
    protected void Resolve(LoopbackAddress address, IEnumerable<string> anchors, LoopbackAddress server) =>
        Use(ValidatingResolver.StartAt(Folder("unbound"), address, anchors, (Domain, server)));

    /// <summary>A folder for one purpose.</summary>
    protected string Folder(string name) => Sandbox.In(name + used.Count.ToString(CultureInfo.InvariantCulture));

    /// <summary>The zone's file, with a TTL of 300 seconds and a negative TTL of 60.</summary>
    protected static string ZoneFile(string records, params LoopbackAddress[] servers) => $"""
        $TTL 300
        @ SOA primary hostmaster 1 3600 600 86400 60
        {string.Join('\n', servers.Select((server, index) => $"@ NS ns{index + 1}\nns{index + 1} A {server}"))}
        {records}
        """;

    /// <summary>A text in zone-file syntax, in strings of 255 characters.</summary>
    protected static string Quoted(string text) => string.Join(
        ' ', text.Chunk(255).Select(part => $"\"{Escaped(new string(part))}\""));

    private static string Escaped(string text) =>
        text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>The findings of the only object.</summary>
    protected static IReadOnlyList<(string Code, string Severity, string Message, string Advice)> Findings(Outcome test) =>
        [.. ((IList)test["Findings"]!).Cast<object>().Select(PSObject.AsPSObject).Select(finding => (
            (string)finding.Properties["Code"].Value,
            finding.Properties["Severity"].Value.ToString()!,
            (string)finding.Properties["Message"].Value,
            (string)finding.Properties["Advice"].Value))];

    /// <summary>Each server's answer as one line.</summary>
    protected static IEnumerable<string?> Servers(Outcome test) =>
        ((IList)test["Servers"]!).Cast<object>().Select(server => server.ToString());

    /// <summary>Disposes an object at the end of the test.</summary>
    protected T Use<T>(T item)
        where T : IDisposable
    {
        used.Add(item);
        return item;
    }
}
