namespace OpteriusDkim;

/// <summary>rotation.reveal: retired private keys are published when nothing can use them any longer.</summary>
public sealed class RevealedKeyTests : RotationTest
{
    private const string Domain = "one.example.com";

    private string Folder => Sandbox.In("revealed");

    private string Published => Directory.GetFiles(Folder, $"mail._domainkey.{Domain}.*T*Z.pem").Single();

    [Fact]
    public async Task A_retired_key_is_published_once_after_the_delay()
    {
        var pem = await RetireAsync();
        Assert.False(Directory.Exists(Folder));
        Assert.Empty(Run("Invoke-DkimRotation -Due").Objects);
        Assert.False(Directory.Exists(Folder));

        await AfterDelayAsync();
        Assert.Empty(Run("Invoke-DkimRotation -Due -WhatIf").Objects);
        Assert.False(Directory.Exists(Folder));
        var revealed = Read(Run("Invoke-DkimRotation -Due"));

        Assert.Equal("KeyRevealed", revealed.FindingCodes);
        Assert.EndsWith(pem, await File.ReadAllTextAsync(Published, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((UnixFileMode)0x1A4, File.GetUnixFileMode(Published));
        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(Folder));
        Assert.Contains(
            $"<a href=\"{Path.GetFileName(Published)}\">{Path.GetFileNameWithoutExtension(Published)}</a>",
            await File.ReadAllTextAsync(Path.Combine(Folder, "index.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
        Assert.DoesNotContain(
            Directory.GetFiles(Path.Combine(Sandbox.State, "kept"), "*", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains(pem, StringComparison.Ordinal));
        Assert.Empty(Run("Invoke-DkimRotation -Due").Objects);
    }

    [Fact]
    public async Task A_key_whose_record_is_back_is_not_published()
    {
        var record = await RecordAsync();
        await RetireAsync();
        NsUpdate($"update add mail._domainkey.{Domain} 2 TXT {record}");
        await AfterDelayAsync();

        var refused = Run("Invoke-DkimRotation -Due");

        Assert.Empty(refused.Objects);
        Assert.Contains("still has its record", Assert.Single(refused.Warnings), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));

        NsUpdate($"update delete mail._domainkey.{Domain} TXT");
        Assert.Equal("KeyRevealed", Read(Run("Invoke-DkimRotation -Due")).FindingCodes);
    }

    [Fact]
    public async Task A_key_that_a_signer_names_under_any_path_is_not_published()
    {
        var pem = await RetireAsync();
        var copy = Path.Combine(Sandbox.In("elsewhere"), "key");
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        await File.WriteAllTextAsync(copy, pem, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(
            Sandbox.KeyTable, $"other other.example.org:s1:{copy}\n", TestContext.Current.CancellationToken);
        await AfterDelayAsync();

        var refused = Run("Invoke-DkimRotation -Due");

        Assert.Empty(refused.Objects);
        Assert.Contains("in a file that a signer names", Assert.Single(refused.Warnings), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }

    /// <summary>Rotates the domain's key to the end, and returns the PEM text of the retired one.</summary>
    private async Task<string> RetireAsync()
    {
        if (!File.Exists(Path.Combine(Sandbox.Keys, Domain, "mail.private")))
        {
            await StartAsync();
        }

        var pem = await File.ReadAllTextAsync(
            Path.Combine(Sandbox.Keys, Domain, "mail.private"), TestContext.Current.CancellationToken);
        Assert.Equal(RotationPhase.Completed, Rotate($"{Domain} -Wait -WaitTimeout 60").Phase);
        return pem;
    }

    private async Task<string> RecordAsync()
    {
        await StartAsync();
        return string.Join(' ', ((IEnumerable<string>)Run($"Get-DkimRecord {Domain} mail")["Strings"]!).Select(text => $"\"{text}\""));
    }

    private Task StartAsync() => StartAsync(
        $"\"rotation\": {{ \"drain\": \"00:00:01\", \"reveal\": {{ \"folder\": \"{Folder}\", \"delay\": \"00:00:01\" }} }},", Domain);

    /// <summary>Waits for the TTL of 2 seconds, which is longer than the configured delay.</summary>
    private static Task AfterDelayAsync() => Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
}
