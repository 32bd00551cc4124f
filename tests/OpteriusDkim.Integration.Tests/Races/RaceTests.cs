namespace OpteriusDkim;

/// <summary>Concurrent runs do not interfere.</summary>
public sealed class RaceTests
{
    [Fact]
    public async Task One_of_eight_concurrent_runs_creates_the_key_and_the_others_report_that_it_exists()
    {
        using var sandbox = new Sandbox();
        var outcomes = await Contest.RunAsync(sandbox, [.. Enumerable.Repeat("New-DkimKey example.com", 8)]);
        Assert.Equal(7, outcomes.Count(outcome => outcome.ErrorIds is ["KeyExists"]));
        Assert.Single(outcomes, outcome => outcome.ErrorIds.Count == 0);
        await AssertIsWholeAsync(sandbox);
        Assert.False(Directory.Exists(Path.Combine(sandbox.State, "kept")));
    }

    [Fact]
    public async Task Each_of_four_concurrent_replacements_backs_up_the_previous_key()
    {
        using var sandbox = new Sandbox();
        using (var session = new ModuleSession(sandbox))
        {
            session.Run("New-DkimKey example.com");
        }

        var keys = new List<string> { new StoreCheck(sandbox).Key! };
        var outcomes = await Contest.RunAsync(
            sandbox, [.. Enumerable.Repeat("New-DkimKey example.com -Force -WarningAction SilentlyContinue", 4)]);
        Assert.All(outcomes, outcome => Assert.Empty(outcome.ErrorIds));
        await AssertIsWholeAsync(sandbox);
        keys.AddRange((await FileState.BelowAsync(Path.Combine(sandbox.State, "kept")))
            .Where(file => !file.IsFolder && file.Path.Contains("mail.private", StringComparison.Ordinal))
            .Select(file => File.ReadAllText(file.Path)));
        Assert.Equal(5, keys.Count);
        Assert.Equal(4, keys.Distinct().Count());
        Assert.DoesNotContain(new StoreCheck(sandbox).Key!, keys);
    }

    [Fact]
    public async Task Keys_of_different_domains_are_generated_concurrently()
    {
        using var sandbox = new Sandbox();
        string[] domains = ["example.com", "example.org", "example.net"];
        var outcomes = await Contest.RunAsync(sandbox, [.. domains.Select(domain => $"New-DkimKey {domain}")]);
        Assert.All(outcomes, outcome => Assert.Empty(outcome.ErrorIds));
        Assert.All(outcomes, outcome => Assert.DoesNotContain("Waiting", outcome.Output + outcome.Error, StringComparison.Ordinal));
        using var session = new ModuleSession(sandbox);
        Assert.Equal(domains.Order(), session.Run("(Get-DkimKey).Domain").Objects.Select(domain => domain.ToString()).Order());
        await AssertIsWholeAsync(sandbox);
    }

    [Fact]
    public async Task Concurrent_creation_and_removal_leave_no_incomplete_pair()
    {
        using var sandbox = new Sandbox();
        const string Make = "'example.com' | New-DkimKey -Force";
        var outcomes = await Contest.RunAsync(
            sandbox, Make, "Remove-DkimKey example.com mail -Confirm:$false", Make, "Remove-DkimKey example.com mail -Confirm:$false");
        Assert.All(outcomes, outcome => Assert.Empty(outcome.ErrorIds.Except(["NotConfigured"])));
        Assert.Empty(await new StoreCheck(sandbox).ProblemsAfterRunAsync());
        Assert.Equal(new StoreCheck(sandbox).Key is not null, File.Exists(new StoreCheck(sandbox).RecordPath));
    }

    private static async Task AssertIsWholeAsync(Sandbox sandbox)
    {
        var check = new StoreCheck(sandbox);
        Assert.NotNull(check.Key);
        Assert.Empty(await check.ProblemsAfterRunAsync());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(sandbox.State, "locks")));
    }
}
