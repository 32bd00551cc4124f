namespace OpteriusDkim;

/// <summary>A system call interrupted by a signal (EINTR) is repeated.</summary>
public sealed class InterruptedCallTests : IDisposable
{
    private const string Calls = "openat,read,write,fsync,flock,fchown,fchmod,linkat,renameat2,unlinkat,mkdirat";

    private readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public async Task A_key_is_made_and_read_although_every_other_call_on_its_folders_is_interrupted()
    {
        await Trace.RequireAsync();
        var trace = sandbox.In("trace");
        string[] folders = [sandbox.Keys, Path.Combine(sandbox.Keys, "a.example"), sandbox.State];
        var script = ModuleProcess.Configured(
            sandbox, ModuleProcess.Reporting("$null = New-DkimKey a.example; (Get-DkimKey a.example).Domain"));
        var outcome = await Tool.RunAsync(
            "strace",
            [
                "-f", "-qq", "-o", trace, "-e", "trace=" + Calls, "-e", $"inject={Calls}:error=EINTR:when=1+2",
                .. folders.SelectMany(folder => (string[])["-P", folder]), ModuleProcess.Program, script,
            ]);
        Assert.Equal("a.example", outcome.Output.Trim());
        var calls = await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken);
        Assert.True(calls.Count(line => line.Contains("(INJECTED)", StringComparison.Ordinal)) > 5);
    }
}
