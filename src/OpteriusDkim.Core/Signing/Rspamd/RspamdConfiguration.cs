using System.Globalization;
using System.Text.Json;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// What Rspamd's configuration comes to, all files merged, as <c>rspamadm configdump</c> tells it; only what matters here is kept.
/// </summary>
internal sealed class RspamdConfiguration
{
    private const string DefaultPidFile = "/run/rspamd/rspamd.pid";
    private const string DefaultScanSocket = "localhost:11333";
    private const string SealingPath = "/var/lib/rspamd/arc/$domain.$selector.key";

    private static readonly string[] ServerSettings = ["read_servers", "servers", "server"];

    /// <summary>Reads the whole of it.</summary>
    /// <param name="version">The daemon's version; null for unknown.</param>
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

    /// <summary>The daemon's version; null for unknown.</summary>
    public Version? Version { get; }

    /// <summary>The dkim_signing section.</summary>
    public RspamdSettings Signing { get; }

    /// <summary>The arc section, which signs with keys of its own.</summary>
    public RspamdSettings Sealing { get; }

    /// <summary>Where dkim_signing finds Redis; null where no server is named, or only sentinels are.</summary>
    public RedisServer? Redis { get; }

    /// <summary>The file of the process's id.</summary>
    public string PidFile { get; }

    /// <summary>The list of public suffixes that the daemon reads.</summary>
    public string SuffixPath { get; }

    /// <summary>Where the normal worker takes messages to scan, one socket of it; none where it is switched off.</summary>
    public IReadOnlyList<string> ScanSockets { get; }

    /// <summary>
    /// Where a mail server finds the milter, as <c>inet:port@host</c> or <c>local:path</c>; none where no proxy worker is one.
    /// </summary>
    public IReadOnlyList<string> MilterSockets { get; }

    /// <summary>
    /// The section that names servers: one inside dkim_signing, itself, the one of the module inside redis, or redis. What it
    /// leaves out is taken from redis.
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

    /// <summary>One worker of a name as an object, several as a list.</summary>
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
            // A socket that systemd hands over: its address stands elsewhere.
            return null;
        }
    }

    private static JsonElement Kept(JsonElement section) => section.ValueKind == JsonValueKind.Undefined ? default : section.Clone();

    /// <summary>Of several sections the last that names servers.</summary>
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
