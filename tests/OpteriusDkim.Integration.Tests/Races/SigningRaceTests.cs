namespace OpteriusDkim;

/// <summary>Two concurrent runs that enable different domains do not interfere.</summary>
public sealed class SigningRaceTests : IDisposable
{
    private const int Rounds = 50;
    private const string Foreign = "# by hand\r\n\n  %@never.example   two  \nbob@elsewhere.example bob";

    private readonly Sandbox sandbox = new();
    private OpenDkimHost? host;

    private OpenDkimHost Host => host!;

    public void Dispose()
    {
        host?.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public async Task Two_concurrent_runs_that_enable_different_domains_lose_nothing()
    {
        await StartAsync();

        var outcomes = await Task.WhenAll(RunAsync("a", "b"), RunAsync("b", "a"));

        Assert.All(outcomes, outcome => Assert.Empty(outcome.ErrorIds));
        var names = Enumerable.Range(1, Rounds).SelectMany(round => new[] { $"a{round}.example.com", $"b{round}.example.com" }).ToArray();
        AssertHolds(Host.Tables.Signing, Foreign, names.Select(name => $"*@{name} mail._domainkey.{name}"));
        AssertHolds(
            Host.Tables.Keys, Foreign, names.Select(name => $"mail._domainkey.{name} {name}:mail:{sandbox.Keys}/{name}/mail.private"));
        Assert.Equal("", await Host.LoadingProblemAsync());
        Assert.Equal("mail", await Host.SelectorAsync("a1.example.com"));
        Assert.Equal("mail", await Host.SelectorAsync($"b{Rounds}.example.com"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(sandbox.State, "locks")));
        Assert.DoesNotContain(await FileState.BelowAsync(sandbox.Root), file => file.IsLeftover);
    }

    /// <summary>Asserts that the old content is followed by each new line once.</summary>
    private static void AssertHolds(string table, string before, IEnumerable<string> added)
    {
        Assert.StartsWith(before + "\r\n", table, StringComparison.Ordinal);
        var lines = table[(before.Length + 2)..].Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(added.Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }

    /// <summary>Runs a process whose rounds start together with the other's.</summary>
    private async Task<ToolOutcome> RunAsync(string me, string other)
    {
        using var process = ModuleProcess.Start(
            sandbox,
            $"foreach ($round in 1..{Rounds}) {{ [IO.File]::WriteAllText(\"{sandbox.In("run")}/{me}$round\", ''); "
            + $"while (-not [IO.File]::Exists(\"{sandbox.In("run")}/{other}$round\")) {{ [Threading.Thread]::Sleep(2) }}; "
            + $"$null = Enable-DkimSigning \"{me}$round.example.com\" -Force }}");
        return await Tool.AwaitAsync(process);
    }

    private async Task StartAsync()
    {
        Assert.SkipWhen(OpenDkimHost.Missing is not null, OpenDkimHost.Missing ?? "");
        host = new OpenDkimHost(sandbox);
        using (var session = new ModuleSession(sandbox))
        {
            Assert.Empty(session.Run("New-DkimKey a1.example.com").Errors);
        }

        Host.Publish();
        var copies = Enumerable.Range(1, Rounds).SelectMany(round => new[] { $"a{round}", $"b{round}" }).Skip(1);
        _ = (await Tool.RunAsync(
            "sh",
            [
                "-c",
                "for name; do cp -a a1.example.com $name.example.com || exit; done".Insert(0, $"cd {sandbox.Keys}; "),
                "sh",
                .. copies,
            ])).Successful;
        await File.WriteAllTextAsync(Host.SigningTable, Foreign);
        await File.WriteAllTextAsync(sandbox.KeyTable, Foreign);
        await Host.StartAsync();
    }
}
