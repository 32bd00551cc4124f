using System.Globalization;

namespace OpteriusDkim;

/// <summary>
/// Many keys that share flushes: wherever the run is killed, each is whole or absent, and a key is written out only once it is
/// flushed. OPTERIUS_DKIM_KILLS says how often it is killed.
/// </summary>
public sealed class ManyKeysTests
{
    private const int PerRun = 40;

    private static readonly string[] Calls = ["syncfs", "linkat", "renameat2", "mkdirat", "write", "fchown", "fchmod", "unlinkat", "fsync"];

    private readonly Random random = new();

    private static int Kills => int.TryParse(
        Environment.GetEnvironmentVariable("OPTERIUS_DKIM_KILLS"), CultureInfo.InvariantCulture, out var count) ? count : 6;

    [Fact]
    public async Task A_killed_run_leaves_whole_keys_or_none_and_the_next_run_makes_the_others()
    {
        await Trace.RequireAsync();
        using var sandbox = new Sandbox();
        var killed = new List<string>();
        for (var kill = 1; kill <= Kills; kill++)
        {
            var call = Calls[(kill - 1) % Calls.Length];
            var ordinal = 1 + random.Next(call is "syncfs" or "fsync" ? 1 : PerRun / 3);
            if (await RotatingProcess.KillScriptAsync(sandbox, Script(sandbox, kill * PerRun), call, ordinal))
            {
                killed.Add($"{call} {ordinal}");
            }

            await CheckAsync(sandbox, string.Join(", ", killed));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"killed at {string.Join(", ", killed)}");
        Assert.NotEmpty(killed);
        using var session = new ModuleSession(sandbox);
        Assert.DoesNotContain(session.Run(Command(Kills * PerRun)).ErrorIds, id => id != "KeyExists");
        Assert.Equal(Kills * PerRun, session.Run("Get-DkimKey").Objects.Count);
        await CheckAsync(sandbox, "the last run");
        Assert.DoesNotContain(await FileState.BelowAsync(sandbox.Root), file => file.IsLeftover);
        Assert.Equal(Kills * PerRun, Directory.GetFiles(sandbox.Keys, "*.txt", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task A_key_is_flushed_before_it_gets_its_name_and_again_before_it_is_returned()
    {
        await Trace.RequireAsync();
        using var sandbox = new Sandbox();
        var trace = await Trace.RunAsync(
            sandbox, $"{Command(PerRun)} | ForEach-Object {{ [IO.File]::WriteAllText('{sandbox.In("returned-")}' + $_.Domain, '') }}");
        Assert.Empty(trace.Outcome.ErrorIds);
        var calls = trace.Calls.Select((call, at) => (call, at)).ToArray();
        var named = calls.Where(item => item.call.Name == "linkat" && IsKey(item.call.Paths[^1])).ToArray();
        Assert.Equal(PerRun, named.Length);
        Assert.Contains(calls, item => item.call.Name == "syncfs");
        foreach (var (link, at) in named)
        {
            var folder = Path.GetDirectoryName(link.Paths[^1])!;
            var written = calls.Last(item => item.call.Name == "write" && item.call.Paths[0] == link.Paths[0]).at;
            Assert.Contains(calls[written..at], item => Flushes(item.call, link.Paths[0]));
            var returned = calls.First(item => item.call.Paths[0] == $"returned-{Path.GetFileName(folder)}").at;
            Assert.Contains(calls[at..returned], item => Flushes(item.call, folder));
        }
    }

    private static bool IsKey(string path) => path.EndsWith("/mail.private", StringComparison.Ordinal);

    private static bool Flushes(TracedCall call, string path) =>
        call.Name == "syncfs" || (call.Name == "fsync" && call.Paths[0] == path);

    private static string Command(int count) =>
        $"1..{count} | ForEach-Object {{ \"d$_.example\" }} | New-DkimKey -Algorithm Ed25519 -WarningAction Ignore";

    /// <summary>A run that notes each key that it was given.</summary>
    private static string Script(Sandbox sandbox, int count) =>
        $"{Command(count)} 2>$null | ForEach-Object {{ [IO.File]::AppendAllText('{sandbox.In("returned")}', \"$($_.Domain)`n\") }}";

    private static async Task CheckAsync(Sandbox sandbox, string when)
    {
        var files = await FileState.BelowAsync(sandbox.Keys);
        var keys = files.Where(file => IsKey(file.Path)).ToDictionary(file => Path.GetFileName(Path.GetDirectoryName(file.Path)!));
        Assert.All(files.Where(HasSecret), file => Assert.False(file.IsOpenToOthers, $"{when}: {file}"));
        Assert.All(keys.Values, key => Assert.True((key.Mode, key.Owner) == (0x180 /* 0600 */, FileState.KeyOwner), $"{when}: {key}"));
        if (File.Exists(sandbox.In("returned")))
        {
            Assert.All(await File.ReadAllLinesAsync(sandbox.In("returned")), domain => Assert.True(keys.ContainsKey(domain), when));
        }

        using var session = new ModuleSession(sandbox);
        var listed = session.Run("Get-DkimKey");
        Assert.True(listed.Errors.Count == 0, $"{when}: {listed.Everything}");
        Assert.Equal(
            keys.Keys.Order(StringComparer.Ordinal), listed.Objects.Select(key => (string)key.Properties["Domain"].Value));
        foreach (var key in listed.Objects)
        {
            var record = Path.ChangeExtension((string)key.Properties["PrivateKeyPath"].Value, ".txt");
            Assert.True(
                !File.Exists(record)
                || ZoneFileText.PublicKeyIn(await File.ReadAllTextAsync(record)) == (string)key.Properties["PublicKey"].Value,
                $"{when}: {record}");
        }

        Assert.All(
            files.Where(file => file.Path.EndsWith("/mail.txt", StringComparison.Ordinal)),
            record => Assert.True(keys.ContainsKey(Path.GetFileName(Path.GetDirectoryName(record.Path)!)), $"{when}: {record}"));
    }

    private static bool HasSecret(FileState file) =>
        !file.IsFolder && File.ReadAllText(file.Path).Contains("PRIVATE KEY", StringComparison.Ordinal);
}
