namespace OpteriusDkim;

/// <summary>Invoke-DkimRotation -Due, as a timer runs it, with a running OpenDKIM and records in BIND.</summary>
public sealed class DueRotationTests : RotationTest
{
    [Fact]
    public async Task Old_keys_are_rotated_with_one_reload_and_a_bad_domain_does_not_stop_the_rest()
    {
        string[] domains = [.. Enumerable.Range(1, 12).Select(number => $"d{number}.example.com")];
        await StartAsync(
            "\"rotation\": { \"drain\": \"00:00:02\", \"maxStarts\": 9 }, \"domains\": { \"d1.example.com\": { \"publisher\": "
            + "{ \"type\": \"Manual\" } } },", domains);
        Host.Configure(Host.CountingReload);
        Assert.Empty(Run("Invoke-DkimRotation -Due").Objects);
        Assert.False(Directory.Exists(Path.Combine(Sandbox.State, "rotation")));
        foreach (var domain in domains)
        {
            File.SetLastWriteTimeUtc(Path.Combine(Sandbox.Keys, domain, "mail.private"), DateTime.UtcNow.AddDays(-200));
        }

        // A line that applies to one of its users, one that signs for others with its key, and one that never applies.
        await File.WriteAllTextAsync(
            Host.SigningTable,
            "bob@d2.example.com mail._domainkey.d2.example.com\n*@elsewhere.example "
            + $"mail._domainkey.d3.example.com\n{Host.Tables.Signing}bob@d4.example.com mail._domainkey.d4.example.com\n",
            TestContext.Current.CancellationToken);

        var first = Run("Invoke-DkimRotation -Due");

        Assert.Equal(["RotationForeignEntry", "RotationSharedKey"], first.ErrorIds);
        Assert.Equal(
            domains.Except(["d2.example.com", "d3.example.com"]).Order(StringComparer.Ordinal),
            first.Objects.Select(Name).Order(StringComparer.Ordinal));
        var manual = (DkimRotation)first.Objects.Single(item => Name(item) == "d1.example.com").BaseObject;
        Assert.Equal((RotationWait.Person, "RotationDue", null), (manual.WaitingFor, manual.Findings[0].Code, manual.NewSelector));
        Assert.Equal(0, Host.Reloads);

        await UntilDueAsync(Waiting(first));
        var second = Run("Invoke-DkimRotation -Due");
        Assert.All(
            second.Objects.Where(item => Name(item) != "d1.example.com"),
            item => Assert.Equal(RotationPhase.Draining, ((DkimRotation)item.BaseObject).Phase));
        Assert.Equal(1, Host.Reloads);
        Assert.Equal("mail2", await Host.SelectorAsync("d12.example.com"));
        Assert.Equal("mail", await Host.SelectorAsync("d1.example.com"));

        await UntilDueAsync(Waiting(second));
        Assert.Equal(
            9, Run("Invoke-DkimRotation -Due").Objects.Count(item => ((DkimRotation)item.BaseObject).Phase == RotationPhase.Completed));
        Assert.Equal(["d1.example.com"], Run("Invoke-DkimRotation -Due").Objects.Select(Name));
        Assert.Equal("mail2", ((DkimRotation)Run("Invoke-DkimRotation -Due -IncludeManual").Objects.Single().BaseObject).NewSelector);
    }

    [Fact]
    public async Task A_run_starts_at_most_the_limit_and_reports_how_many_were_deferred()
    {
        await StartAsync("\"rotation\": { \"maxStarts\": 1 },", "a.example.com", "b.example.com");
        File.SetLastWriteTimeUtc(Path.Combine(Sandbox.Keys, "a.example.com", "mail.private"), DateTime.UtcNow.AddDays(-181));
        File.SetLastWriteTimeUtc(Path.Combine(Sandbox.Keys, "b.example.com", "mail.private"), DateTime.UtcNow.AddDays(-181));

        var first = Run("Invoke-DkimRotation -Due");

        Assert.Equal(["a.example.com"], first.Objects.Select(Name));
        Assert.Contains(first.Warnings, warning => warning.Contains("1 more", StringComparison.Ordinal));
        Assert.Equal(
            ["a.example.com", "b.example.com"], Run("Invoke-DkimRotation -Due").Objects.Select(Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_script_is_run_once_while_waiting_for_the_user()
    {
        var told = Sandbox.In("told");
        var script = Sandbox.In("notify");
        await File.WriteAllTextAsync(
            script, $"#!/bin/sh\necho \"for $1\" >> {told}\ncat >> {told}\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await StartAsync(
            $"\"rotation\": {{ \"notify\": \"{script}\" }}, \"domains\": {{ \"one.example.com\": {{ \"publisher\": {{ "
            + $"\"type\": \"Manual\" }} }} }},",
            "one.example.com");

        var rotation = Rotate("one.example.com");
        Rotate("one.example.com");

        var text = await File.ReadAllTextAsync(told, TestContext.Current.CancellationToken);
        Assert.StartsWith("for one.example.com\n", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("for one.example.com").Length);
        Assert.Contains(rotation.Record!.Value, text, StringComparison.Ordinal);

        File.SetUnixFileMode(script, (UnixFileMode)0x1B6);
        var journal = Path.Combine(Sandbox.State, "rotation", "one.example.com.json");
        await File.WriteAllTextAsync(
            journal,
            (await File.ReadAllTextAsync(journal, TestContext.Current.CancellationToken))
                .Replace("\"notifiedAt\":\"202", "\"notifiedAt\":\"200", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Contains(Rotate("one.example.com").Findings, finding => finding.Code == "NotifyFailed");
    }

    private static IEnumerable<DkimRotation> Waiting(Outcome outcome) =>
        outcome.Objects.Select(item => (DkimRotation)item.BaseObject).Where(rotation => rotation.NotBefore is not null);

    private static string Name(System.Management.Automation.PSObject item) => (string)item.Properties["Domain"].Value;
}
