using System.Globalization;
using System.Text.Json;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Rspamd's effective configuration from <c>rspamadm configdump</c>, reduced to the settings that the module needs.
/// </summary>
internal sealed class RspamdConfiguration
{
    private const string DefaultPidFile = "/run/rspamd/rspamd.pid";
    private const string DefaultScanSocket = "localhost:11333";
    private const string SealingPath = "/var/lib/rspamd/arc/$domain.$selector.key";

    private static readonly string[] ServerSettings = ["read_servers", "servers", "server"];

    /// <param name="version">The daemon's version; null if unknown.</param>
    public RspamdConfiguration(JsonElement root, Version? version = null)
    {
        Version = version;
        var signing = Section(root, "dkim_signing");
        Signing = new RspamdSettings(Kept(signing), version);
        Sealing = new RspamdSettings(Kept(Section(root, "arc")), version, SealingPath);
        Redis = RedisIn(root, LastOf(signing));
        var options = Section(root, "options");
        PidFile = Text(options, "pidfile") ?? DefaultPidFile;
        SuffixPath = Text(options, "url_tld") is ['/', ..] path ? path : RspamdSuffixes.DefaultPath;
        var workers = WorkersIn(Section(root, "worker")).ToArray();
        ScanSockets = workers.All(worker => worker.Name != "normal")
            ? [DefaultScanSocket]
            : [.. workers.Where(worker => worker.Name == "normal").SelectMany(worker => SocketsOf(worker.Settings)).Take(1)];
        MilterSockets =
        [
            .. workers.Where(worker => worker.Name == "rspamd_proxy" && IsTrue(worker.Settings, "milter"))
                .SelectMany(worker => SocketsOf(worker.Settings)).Select(MilterForm).OfType<string>(),
        ];
    }

    /// <summary>The daemon's version; null if unknown.</summary>
    public Version? Version { get; }

    /// <summary>The dkim_signing section.</summary>
    public RspamdSettings Signing { get; }

    /// <summary>The arc section, which has its own keys.</summary>
    public RspamdSettings Sealing { get; }

    /// <summary>The Redis server of dkim_signing; null if none is configured, or only sentinels.</summary>
    public RedisServer? Redis { get; }

    /// <summary>The PID file.</summary>
    public string PidFile { get; }

    /// <summary>The file of the daemon's public suffix list.</summary>
    public string SuffixPath { get; }

    /// <summary>One socket of the normal worker, which scans messages; empty if the worker is disabled.</summary>
    public IReadOnlyList<string> ScanSockets { get; }

    /// <summary>
    /// The milter sockets, as <c>inet:port@host</c> or <c>local:path</c>; empty if no proxy worker is a milter.
    /// </summary>
    public IReadOnlyList<string> MilterSockets { get; }

    /// <summary>
    /// The first section with servers: redis inside dkim_signing, dkim_signing, dkim_signing inside redis, or redis. Missing
    /// settings are taken from redis.
    /// </summary>
    private static RedisServer? RedisIn(JsonElement root, JsonElement signing)
    {
        var common = Section(root, "redis");
        var own = Section(common, "dkim_signing");
        var chosen = new[]
        {
            Section(signing, "redis"),
            signing,
            own.ValueKind == JsonValueKind.Undefined && !IsDisabled(common) ? common : own,
        }
            .FirstOrDefault(section => ServersOf(section).Length > 0);
        JsonElement[] sections = [chosen, own, common];
        return ServersOf(chosen) is not { Length: > 0 } servers ? null : new RedisServer(
            [.. servers.SelectMany(RedisServer.AddressesIn)],
            int.TryParse(FirstOf(sections, "db", "dbname", "database"), NumberStyles.None, CultureInfo.InvariantCulture, out var database)
                ? database
                : 0,
            FirstOf(sections, "username"),
            FirstOf(sections, "password"));
    }

    private static bool IsDisabled(JsonElement redis) => Section(redis, "disabled_modules") is var modules
        && modules.ValueKind != JsonValueKind.Undefined && EachOf(modules).Any(module => module.ValueEquals("dkim_signing"));

    private static string[] ServersOf(JsonElement section) => ServerSettings
        .Select(name => Section(section, name)).Where(value => value.ValueKind != JsonValueKind.Undefined).Take(1)
        .SelectMany(EachOf).Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!).ToArray();

    private static string? FirstOf(IEnumerable<JsonElement> sections, params string[] names) =>
        sections.SelectMany(section => names.Select(name => Section(section, name)))
            .Where(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number).Select(value => value.ToString())
            .FirstOrDefault();

    /// <summary>A single worker of a name is an object, several are a list.</summary>
    private static IEnumerable<(string Name, JsonElement Settings)> WorkersIn(JsonElement section) =>
        from one in EachOf(section)
        where one.ValueKind == JsonValueKind.Object
        from worker in one.EnumerateObject()
        from settings in EachOf(worker.Value)
        where settings.ValueKind == JsonValueKind.Object
        select (worker.Name, settings);

    private static IEnumerable<string> SocketsOf(JsonElement worker)
    {
        var isOff = worker.TryGetProperty("enabled", out var enabled) && enabled.ValueKind == JsonValueKind.False;
        var isNone = worker.TryGetProperty("count", out var count)
            && count.ValueKind == JsonValueKind.Number
            && count.TryGetInt32(out var number) && number < 0;
        return isOff || isNone || !worker.TryGetProperty("bind_socket", out var sockets)
            ? []
            : EachOf(sockets).Where(socket => socket.ValueKind == JsonValueKind.String).Select(socket => socket.GetString()!);
    }

    private static string? MilterForm(string socket)
    {
        try
        {
            var address = DaemonAddress.ParseRspamd(socket);
            return address.Path is { } path ? $"local:{path}" : $"inet:{address.Port}@{address.Host}";
        }
        catch (InvalidInputException)
        {
            // A socket of systemd has no address in the configuration.
            return null;
        }
    }

    private static JsonElement Kept(JsonElement section) => section.ValueKind == JsonValueKind.Undefined ? default : section.Clone();

    /// <summary>The last of several sections with servers.</summary>
    private static JsonElement LastOf(JsonElement sections) => sections.ValueKind == JsonValueKind.Array
        ? sections.EnumerateArray().Where(section => section.ValueKind == JsonValueKind.Object)
            .OrderBy(section => ServersOf(section).Length > 0).LastOrDefault()
        : sections;

    private static JsonElement[] EachOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private static JsonElement Section(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var section) ? section : default;

    private static string? Text(JsonElement section, string name) =>
        section.ValueKind == JsonValueKind.Object && section.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool IsTrue(JsonElement section, string name) =>
        section.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
