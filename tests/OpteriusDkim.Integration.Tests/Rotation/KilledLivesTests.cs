using System.Globalization;

namespace OpteriusDkim;

/// <summary>
/// Twenty domains are registered, rotated and retired by processes that are killed, while mail of those that are registered is signed.
/// OPTERIUS_DKIM_KILLS says how often.
/// </summary>
public sealed class KilledLivesTests : RotationTest
{
    private const string Settings = "\"rotation\": { \"drain\": \"00:00:02\" },";
    private const string Quietly = "-Wait -WaitTimeout 40 -Confirm:$false 2>$null 3>$null";

    private static readonly string[] Domains = [.. Enumerable.Range(1, 20).Select(number => $"d{number}.example.com")];
    private static readonly string Piped = string.Join(',', Domains.Select(domain => $"'{domain}'"));

    private readonly Random random = new();
    private readonly List<string> kills = [];
    private ILookup<string, int> calls = null!;

    private static int Kills => int.TryParse(
        Environment.GetEnvironmentVariable("OPTERIUS_DKIM_KILLS"), CultureInfo.InvariantCulture, out var count) ? count : 3;

    [Fact]
    public async Task A_registered_domain_is_signed_and_verifies_until_it_is_unregistered()
    {
        await Trace.RequireAsync();
        await StartAsync(Settings);
        calls = await RotatingProcess.CallsOfAsync(
            Sandbox, $"$null = Register-DkimDomain t.example.com {Quietly}; $null = Unregister-DkimDomain t.example.com {Quietly}");
        var mail = new ProbeStream($"local:{Host.Socket}", Address, []);

        await PlayAsync("Register-DkimDomain", () => mail.SendForAsync(Registered()));
        Assert.Equal(Domains.Length, Registered().Length);
        await PlayAsync("Invoke-DkimRotation", () => Task.CompletedTask);
        await mail.SendForAsync([]);
        await PlayAsync("Unregister-DkimDomain -Force", () => Task.CompletedTask);
        await mail.DisposeAsync();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kills.Count} kills ({string.Join(", ", kills.CountBy(name => name))}), {mail.Sent} messages, {mail.SignedWith.Count} keys");
        Assert.True(mail.Failures.Count == 0, string.Join('\n', mail.Failures));
        Assert.True(mail.SignedWith.Count >= 2 * Domains.Length, "Each domain has to sign with two keys.");
        Assert.Equal("", Host.Tables.Signing + Host.Tables.Keys);
        Assert.Empty(Run("Get-DkimKey").Objects);
        Assert.All(Domains, domain => Assert.Equal("", Dig("mail", domain) + Dig("mail2", domain)));
    }

    /// <summary>Kills the command in all its forms, then lets it end.</summary>
    private async Task PlayAsync(string command, Func<Task> afterEach)
    {
        var script = $"$null = {Piped} | {command} {Quietly}";
        for (var i = 0; i < Kills / 3; i++)
        {
            var call = calls.ElementAt(random.Next(calls.Count));
            if (await RotatingProcess.KillScriptAsync(Sandbox, script, call.Key, call.ElementAt(random.Next(call.Count()))))
            {
                kills.Add(call.Key);
            }

            await afterEach();
        }

        var outcome = Run($"{Piped} | {command} -Wait -WaitTimeout 120 -Confirm:$false");
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
        Assert.All(outcome.Objects, rotation => Assert.Equal("Completed", rotation.Properties["Phase"].Value.ToString()));
        await afterEach();
    }

    private string[] Registered() =>
    [
        .. Run("Get-DkimRotation").Objects
            .Where(item => (item.Properties["Kind"].Value.ToString(), item.Properties["Phase"].Value.ToString())
                is ("Registration", "Completed"))
            .Select(item => (string)item.Properties["Domain"].Value).Where(Domains.Contains),
    ];
}
