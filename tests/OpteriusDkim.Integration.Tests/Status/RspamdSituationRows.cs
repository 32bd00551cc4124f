namespace OpteriusDkim;

/// <summary>The rows of the situations with Rspamd. They are made once, with one daemon that is started again for keys in Redis.</summary>
internal sealed class RspamdSituationRows : IDisposable
{
    private static readonly Lazy<Task<RspamdSituationRows>> Made = new(() => Task.Run(async () =>
    {
        using var rows = new RspamdSituationRows();
        await rows.MakeAsync();
        return rows;
    }));

    private readonly RspamdSituationHost host = new();
    private readonly Dictionary<string, DkimStatus> rows = [];

    /// <summary>Why there are none, or null.</summary>
    public static string? Missing => RspamdHost.Missing ?? RedisHost.Missing ?? NameServer.Missing;

    /// <summary>The row of a situation.</summary>
    public static async Task<DkimStatus> RowAsync(string name) => (await Made.Value).rows[name];

    /// <summary>All of them, after the daemons have ended.</summary>
    public static Task<RspamdSituationRows> AllAsync() => Made.Value;

    /// <summary>What a run over all known domains, and those of the last stage, returns while Redis is stopped.</summary>
    public Outcome? WithoutRedis { get; private set; }

    /// <summary>The domains in the public index after that.</summary>
    public string[] Indexed { get; private set; } = [];

    public void Dispose() => host.Dispose();

    private async Task MakeAsync()
    {
        host.Begin([.. RspamdSituationTable.All.Where(each => each.Expected.BeginsSigned).Select(each => each.Domain)]);
        await StartAsync([.. RspamdSituationTable.All.Where(each => each.Stage < RspamdStage.Redis)]);
        Take(RspamdStage.Files, host.Rows());
        Take(RspamdStage.Postfix, PostfixFiles.During(host.Sandbox, "", () => host.Rows(DomainsOf(RspamdStage.Postfix))));
        var settings = await File.ReadAllTextAsync(host.Rspamd.LocalFile);
        await File.WriteAllTextAsync(host.Rspamd.LocalFile, settings + ".include \"/nowhere/keys.conf\"\n");
        Take(RspamdStage.Broken, host.Rows(DomainsOf(RspamdStage.Broken)));
        await File.WriteAllTextAsync(host.Rspamd.LocalFile, settings);
        host.Rspamd.Stop();
        Take(RspamdStage.Stopped, host.Rows(DomainsOf(RspamdStage.Stopped)));

        await host.UseRedisAsync();
        await StartAsync([.. RspamdSituationTable.All.Where(each => each.Stage >= RspamdStage.Redis)]);
        Take(RspamdStage.Redis, host.Rows());
        host.StopRedis();
        WithoutRedis = host.Session.Run($"Get-DkimStatus *, {string.Join(',', DomainsOf(RspamdStage.RedisStopped))} -Timeout 2");
        Take(RspamdStage.RedisStopped, RspamdSituationHost.RowsOf(WithoutRedis));
        Indexed = [.. Directory.GetFiles(host.Sandbox.In("state", "public")).Select(path => Path.GetFileNameWithoutExtension(path))];
    }

    private async Task StartAsync(RspamdSituation[] situations)
    {
        foreach (var situation in situations)
        {
            situation.Before(host, situation.Domain);
        }

        host.Write();
        await host.Rspamd.StartAsync();
        foreach (var situation in situations)
        {
            situation.After(host, situation.Domain);
        }

        host.Write();
    }

    private void Take(RspamdStage stage, IReadOnlyDictionary<string, DkimStatus> taken)
    {
        foreach (var situation in RspamdSituationTable.All.Where(each => each.Stage == stage))
        {
            rows[situation.Expected.Name] = taken.TryGetValue(situation.Domain, out var row)
                ? row
                : throw new InvalidOperationException($"There is no row for {situation.Domain}.");
        }
    }

    private static IEnumerable<string> DomainsOf(RspamdStage stage) =>
        RspamdSituationTable.All.Where(each => each.Stage == stage).Select(each => each.Domain);
}
