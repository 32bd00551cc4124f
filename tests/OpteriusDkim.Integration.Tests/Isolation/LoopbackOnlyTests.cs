namespace OpteriusDkim;

/// <summary>The system's resolvers on a host with only the loopback interface, in a network namespace.</summary>
public sealed class LoopbackOnlyTests
{
    [Theory]
    [InlineData("ip link set lo up", "nameserver 127.0.0.1", "127.0.0.1")]
    [InlineData("true", "nameserver 127.0.0.1", "127.0.0.1")]
    [InlineData("ip link set lo up", "# local\nsearch example.com\nnameserver 127.0.0.53\nnameserver ::1\noptions edns0", "127.0.0.53")]
    public async Task The_servers_of_resolv_conf_are_queried(string setup, string resolvConf, string expected)
    {
        using var sandbox = new Sandbox();
        var file = sandbox.In("resolv.conf");
        await File.WriteAllTextAsync(file, resolvConf + "\n", TestContext.Current.CancellationToken);
        var enter = $"{setup} && mount --bind {file} /etc/resolv.conf && exec \"$@\"";
        Assert.SkipUnless(
            (await Tool.RunAsync("unshare", "-n", "-m", "sh", "-c", enter, "sh", "true")).ExitCode == 0,
            "no network namespace can be made here");
        var command = ModuleProcess.Reporting(
            "Resolve-DkimRecord example.com mail -Timeout 2 -Verbose 4>&1 | ForEach-Object { \"ASKED $_\" }");

        var outcome = await Tool.RunAsync(
            "unshare", "-n", "-m", "sh", "-c", enter, "sh", ModuleProcess.Program, ModuleProcess.Configured(sandbox, command));

        Assert.Empty(outcome.ErrorIds);
        Assert.Contains(outcome.Marked("ASKED "), asked => asked.StartsWith($"Asking {expected},", StringComparison.Ordinal));
        Assert.EndsWith(": Unreachable", outcome.Marked("ASKED ")[^1], StringComparison.Ordinal);
    }
}
