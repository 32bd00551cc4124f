namespace OpteriusDkim;

/// <summary>A private key is readable only by its owner from its first byte on, and has its owner before its final name.</summary>
public sealed class SecrecyTests
{
    private const int OwnerOnly = 0x180; // 0600

    [Theory]
    [InlineData("New-DkimKey example.com", "", "022")]
    [InlineData("New-DkimKey example.com", "", "000")]
    [InlineData("New-DkimKey example.com -Algorithm Ed25519", "", "000")]
    [InlineData("New-DkimKey example.com -Force", "New-DkimKey example.com", "000")]
    [InlineData("Import-DkimKey old/example.com/mail.private", "New-DkimKey example.com -KeyDirectory old", "000")]
    [InlineData("Remove-DkimKey example.com -Confirm:$false", "New-DkimKey example.com", "000")]
    public async Task A_private_key_is_never_accessible_to_others_and_is_renamed_into_place_last(string command, string before, string mask)
    {
        await Trace.RequireAsync();
        using var sandbox = new Sandbox();
        using (var session = new ModuleSession(sandbox))
        {
            session.Run(before);
        }

        var trace = await Trace.RunAsync(sandbox, command, mask: mask);
        Assert.Empty(trace.Outcome.ErrorIds);
        var calls = trace.Calls.Where(call => call.Succeeded && call.Paths.Any(IsOfPrivateKey)).ToList();
        var made = calls.Where(call => call.Creates).ToList();
        Assert.NotEmpty(made);
        Assert.All(made, call => AssertIsNarrow(call, call.Mode));
        Assert.All(calls.Where(call => call.Name is "fchmod" or "chmod" or "fchmodat"), call => AssertIsNarrow(call, call.Mode));
        Assert.All(calls.Where(GivesName), naming => AssertIsReady(calls, naming));
        Assert.All(trace.Calls.Where(IsWriteOfKey), call => Assert.Contains(call.Paths[0], made.Select(file => file.Paths[0])));
        Assert.Contains(trace.Calls, IsWriteOfKey);
    }

    /// <summary>Asserts that a file is complete before it gets its name.</summary>
    private static void AssertIsReady(List<TracedCall> calls, TracedCall naming)
    {
        var (temporary, name) = (naming.Paths[0], naming.Paths[^1]);
        var before = calls.Take(calls.IndexOf(naming)).Where(call => call.Paths[0] == temporary).Select(call => call.Name).ToList();
        var written = before.IndexOf("write");
        Assert.InRange(before.IndexOf("fchmod"), 0, written);
        Assert.Equal("fsync", before[^1]);
        Assert.DoesNotContain(
            calls, call => call.Name is "fchmod" or "chmod" or "fchmodat" or "fchown" or "chown" && call.Paths[0] == name);
        if (name.StartsWith("keys/", StringComparison.Ordinal) && FileState.KeyOwner != FileOwner.Caller)
        {
            Assert.InRange(before.IndexOf("fchown"), 0, written);
        }
    }

    private static void AssertIsNarrow(TracedCall call, int mode) =>
        Assert.True((mode & ~OwnerOnly) == 0, $"{call} with mode {Convert.ToString(mode, 8)}");

    private static bool IsOfPrivateKey(string path) => Path.GetFileName(path).Contains("mail.private", StringComparison.Ordinal);

    private static bool GivesName(TracedCall call) => call.Name.StartsWith("link", StringComparison.Ordinal)
        || call.Name.StartsWith("rename", StringComparison.Ordinal);

    private static bool IsWriteOfKey(TracedCall call) =>
        call.Name is "write" or "pwrite64" or "writev" && call.Arguments.Contains("PRIVATE KEY", StringComparison.Ordinal);
}
