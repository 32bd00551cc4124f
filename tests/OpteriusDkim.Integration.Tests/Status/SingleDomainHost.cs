using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpteriusDkim;

/// <summary>OpenDKIM with one domain, one BIND, and an ordinary user who can read neither keys nor tables.</summary>
internal sealed class SingleDomainHost : IDisposable
{
    public const string Domain = "one.example.com";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    private SingleDomainHost(OrdinaryUser user)
    {
        User = user;
        Session = new ModuleSession(user.Sandbox);
        Host = new OpenDkimHost(user.Sandbox);
    }

    public OrdinaryUser User { get; }

    public ModuleSession Session { get; }

    public OpenDkimHost Host { get; }

    /// <summary>The entry of the public index.</summary>
    public string IndexEntry => User.Sandbox.In("state", "public", Domain + ".json");

    public static async Task<SingleDomainHost> StartAsync()
    {
        var host = new SingleDomainHost(await OrdinaryUser.CreateAsync());
        Assert.Empty(host.Session.Run($"New-DkimKey {Domain}").Errors);
        host.Host.Publish();
        await host.Host.StartAsync();
        Assert.Empty(host.Session.Run($"Enable-DkimSigning {Domain}").Errors);
        return host;
    }

    /// <summary>The row, as root gets it.</summary>
    public DkimStatus Row(string parameters = "")
    {
        var outcome = Session.Run($"Get-DkimStatus {Domain} {parameters}");
        return outcome.Objects is [var row] ? (DkimStatus)row.BaseObject : throw new InvalidOperationException(outcome.Everything);
    }

    /// <summary>The row, as an ordinary user gets it: what serializes without types of records.</summary>
    public async Task<DkimStatus> RowOfUserAsync()
    {
        const string Columns = "Domain, Health, Selector, DnsStatus, Signing, RotationPhase, WaitingFor, Findings, IndexedAt, CheckedAt";
        var outcome = await User.RunAsync(ModuleProcess.Configured(
            User.Sandbox,
            $"Get-DkimStatus {Domain} | Select-Object {Columns} | ConvertTo-Json -Depth 5 -EnumsAsStrings"));
        return outcome.Output.StartsWith('{')
            ? JsonSerializer.Deserialize<DkimStatus>(outcome.Output, Json)!
            : throw new InvalidOperationException(outcome.Output + outcome.Error);
    }

    /// <summary>Does something for the time of a row.</summary>
    public static DkimStatus During(Action begin, Func<DkimStatus> row, Action end)
    {
        begin();
        try
        {
            return row();
        }
        finally
        {
            end();
        }
    }

    /// <summary>Renames a file for the time of a row.</summary>
    public static DkimStatus Without(string path, Func<DkimStatus> row) =>
        During(() => File.Move(path, path + ".away"), row, () => File.Move(path + ".away", path));

    public void Signal(string signal) =>
        _ = Tool.RunAsync("kill", signal, Host.ProcessId.ToString(CultureInfo.InvariantCulture)).GetAwaiter().GetResult().Successful;

    public void Dispose()
    {
        Host.Dispose();
        Session.Dispose();
        User.Dispose();
    }
}
