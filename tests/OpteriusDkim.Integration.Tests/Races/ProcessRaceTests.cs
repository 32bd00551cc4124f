namespace OpteriusDkim;

/// <summary>Two concurrent processes that create, enable and rotate the same domains lose nothing and repeat nothing.</summary>
public sealed class ProcessRaceTests : RotationTest
{
    private static readonly string[] Old = ["a.example.com", "b.example.com", "c.example.com"];
    private static readonly string[] New = ["x.example.com", "y.example.com", "z.example.com"];

    [Fact]
    public async Task Each_domain_gets_one_key_one_entry_and_one_rotation()
    {
        await StartAsync("\"rotation\": { \"drain\": \"1.00:00:00\" },", Old);
        var piped = $"'{string.Join("', '", New)}'";

        var made = await Contest.RunAsync(Sandbox, $"{piped} | New-DkimKey", $"{piped} | New-DkimKey");
        Assert.Equal(Enumerable.Repeat("KeyExists", New.Length), made.SelectMany(outcome => outcome.ErrorIds));
        AssertKeys(New, "mail");
        foreach (var domain in New)
        {
            PublishByHand("mail", domain);
        }

        var enabled = await Contest.RunAsync(Sandbox, $"{piped} | Enable-DkimSigning", $"{piped} | Enable-DkimSigning");
        Assert.All(enabled, outcome => Assert.Empty(outcome.ErrorIds));
        AssertEntries("mail", [.. Old, .. New]);

        foreach (var domain in Old)
        {
            File.SetLastWriteTimeUtc(Path.Combine(Sandbox.Keys, domain, "mail.private"), DateTime.UtcNow.AddDays(-200));
        }

        await RotateTwiceAsync();
        AssertKeys(Old, "mail", "mail2");
        await UntilDueAsync(Run("Get-DkimRotation").Objects.Select(item => (DkimRotation)item.BaseObject));
        await RotateTwiceAsync();
        AssertKeys(Old, "mail", "mail2");
        AssertEntries("mail2", Old);
        AssertEntries("mail", New);
        Assert.Equal("mail2", await Host.SelectorAsync(Old[^1]));
        Assert.All(Run("Get-DkimRotation").Objects, item => Assert.Equal(RotationPhase.Draining, ((DkimRotation)item.BaseObject).Phase));
        Assert.DoesNotContain(await FileState.BelowAsync(Sandbox.Root), file => file.IsLeftover && !file.IsFolder);
    }

    private async Task RotateTwiceAsync() => Assert.All(
        await Contest.RunAsync(Sandbox, "Invoke-DkimRotation -Due", "Invoke-DkimRotation -Due"), outcome => Assert.Empty(outcome.ErrorIds));

    private void AssertKeys(IEnumerable<string> domains, params string[] selectors) => Assert.All(
        domains,
        domain => Assert.Equal(selectors, Run($"(Get-DkimKey {domain}).Selector").Objects.Select(selector => selector.ToString()).Order()));

    /// <summary>Asserts that each domain has one line in each table, with this selector.</summary>
    private void AssertEntries(string selector, IEnumerable<string> domains) => Assert.All(domains, domain =>
    {
        Assert.Equal(
            $"*@{domain} {selector}._domainkey.{domain}",
            Assert.Single(Host.Tables.Signing.Split('\n'), line => line.Contains(domain, StringComparison.Ordinal)));
        Assert.StartsWith(
            $"{selector}._domainkey.{domain} ",
            Assert.Single(Host.Tables.Keys.Split('\n'), line => line.Contains(domain, StringComparison.Ordinal)),
            StringComparison.Ordinal);
    });
}
