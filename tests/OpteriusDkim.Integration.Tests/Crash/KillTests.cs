namespace OpteriusDkim;

/// <summary>A kill between any two changes leaves the store consistent, and the next run cleans up.</summary>
public sealed class KillTests
{
    [Fact]
    public Task A_new_key_is_there_whole_or_not_at_all_wherever_its_making_is_killed() => KillAsync(StoreKillCheck.Case(
        "New-DkimKey example.com",
        _ => { },
        call => !IsIn(call, "state/.") && !IsIn(call, ".state"),
        "KeyExists"));

    [Fact]
    public Task Replacing_a_key_never_leaves_none_and_never_loses_the_old_one() => KillAsync(StoreKillCheck.Case(
        "New-DkimKey example.com -Force -Algorithm Ed25519 -WarningAction Ignore",
        sandbox => Run(sandbox, "New-DkimKey example.com -Algorithm Ed25519; New-DkimKey example.com -Algorithm Ed25519 -Force"),
        call => !IsIn(call, "state/kept/example.com/.mail.txt")));

    [Fact]
    public Task Removing_a_key_never_leaves_a_record_without_a_key_and_never_loses_the_key() => KillAsync(StoreKillCheck.Case(
        "Remove-DkimKey example.com -Confirm:$false",
        sandbox => Run(sandbox, "New-DkimKey example.com -Algorithm Ed25519"),
        call => !IsIn(call, "state/.") && !IsIn(call, "state/kept/.") && !IsIn(call, "state/kept/example.com/."),
        "NotConfigured"));

    [Fact]
    public Task An_imported_key_is_there_whole_or_not_at_all() => KillAsync(StoreKillCheck.Case(
        "Import-DkimKey old.pem -Domain example.com -Selector mail",
        sandbox =>
        {
            Run(sandbox, "New-DkimKey example.com old -Algorithm Ed25519");
            File.Move(Path.Combine(sandbox.Keys, "example.com", "old.private"), sandbox.In("old.pem"));
        },
        call => IsIn(call, "keys/example.com/.mail.private") && call.Name is "utimensat" or "fsync" or "unlinkat",
        "KeyExists"));

    private static bool IsIn(TracedCall call, string path) => call.Paths[0].StartsWith(path, StringComparison.Ordinal);

    private static void Run(Sandbox sandbox, string command)
    {
        using var session = new ModuleSession(sandbox);
        session.Run(command);
    }

    private static async Task KillAsync(KillCase plan)
    {
        Assert.SkipUnless(Tool.Exists("openssl"), "openssl is not installed");
        await KillSeries.AssertAsync(plan);
    }
}
