using System.Globalization;

namespace OpteriusDkim;

/// <summary>
/// Domains are registered, rotated and retired by processes that are killed, while mail of those that are registered is signed.
/// OPTERIUS_DKIM_KILLS says how often; many kills need several lives, each of twenty domains.
/// </summary>
/// <param name="sandbox">The sandbox with the module's configuration.</param>
/// <param name="session">A session that uses it.</param>
/// <param name="parent">The parent of the domains, one of which (t) is used beforehand, to find out which calls there are.</param>
/// <param name="startMail">Starts the mail, at first of no domain.</param>
internal sealed class KilledLives(Sandbox sandbox, ModuleSession session, string parent, Func<ProbeStream> startMail)
{
    /// <summary>The setting for a drain that is over within seconds.</summary>
    public const string Settings = "\"rotation\": { \"drain\": \"00:00:02\" },";

    private const string Quietly = "-Wait -WaitTimeout 40 -Confirm:$false 2>$null 3>$null";
    private const int KillsOfPhase = 3;
    private const int DefaultKills = 3;

    private readonly string[] domains = [.. DomainsOf(parent)];
    private readonly Random random = new();
    private readonly List<string> kills = [];
    private ILookup<string, int> calls = null!;

    /// <summary>All names of domains that occur.</summary>
    public static IEnumerable<string> NamesIn(string parent) => DomainsOf(parent).Append($"t.{parent}");

    private static int Kills => int.TryParse(
        Environment.GetEnvironmentVariable("OPTERIUS_DKIM_KILLS"), CultureInfo.InvariantCulture, out var count) ? count : DefaultKills;

    /// <summary>Plays as many lives as the kills need. Every message has to be signed, and nothing may be left of the domains.</summary>
    public async Task PlayAsync()
    {
        calls = await RotatingProcess.CallsOfAsync(
            sandbox, $"$null = Register-DkimDomain t.{parent} {Quietly}; $null = Unregister-DkimDomain t.{parent} {Quietly}");
        var mail = startMail();
        var lives = 0;
        do
        {
            await LiveAsync(mail);
            lives++;
        }
        while (kills.Count < Kills && lives < Kills / 4);

        await mail.DisposeAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{lives} lives, {kills.Count} kills ({string.Join(", ", kills.CountBy(name => name))}), {mail.Sent} messages, "
            + $"{mail.SignedWith.Count} names, {mail.Failures.Count} failures");
        Assert.True(mail.Failures.Count == 0, string.Join('\n', mail.Failures));
        Assert.True(mail.SignedWith.Count >= 2 * domains.Length, "Each domain has to sign with two keys.");
        Assert.Empty(session.Run("Get-DkimSigning").Objects);
        Assert.Empty(session.Run("Get-DkimKey").Objects);
        foreach (var name in mail.SignedWith.Keys)
        {
            Assert.Equal("", await mail.PublishedAtAsync(name));
        }
    }

    /// <summary>Registers, rotates and retires all domains. Two of them stay signed while the others are retired.</summary>
    private async Task LiveAsync(ProbeStream mail)
    {
        await PlayAsync("Register-DkimDomain", domains, () => mail.SendForAsync(Registered()));
        Assert.Equal(domains.Length, Registered().Length);
        await PlayAsync("Invoke-DkimRotation", domains, () => Task.CompletedTask);
        await mail.SendForAsync(domains[..2]);
        await PlayAsync("Unregister-DkimDomain -Force", domains[2..], () => Task.CompletedTask);
        await mail.SendForAsync([]);
        End("Unregister-DkimDomain -Force", domains[..2]);
    }

    /// <summary>Kills the command in all its forms, then lets it end.</summary>
    private async Task PlayAsync(string command, string[] of, Func<Task> afterEach)
    {
        for (var i = 0; i < Math.Clamp(Kills / 3, 0, KillsOfPhase); i++)
        {
            var call = calls.ElementAt(random.Next(calls.Count));
            if (await RotatingProcess.KillScriptAsync(
                sandbox, $"$null = {Piped(of)} | {command} {Quietly}", call.Key, call.ElementAt(random.Next(call.Count()))))
            {
                kills.Add(call.Key);
            }

            await afterEach();
        }

        End(command, of);
        await afterEach();
    }

    private void End(string command, string[] of)
    {
        var outcome = session.Run($"{Piped(of)} | {command} -Wait -WaitTimeout 120 -Confirm:$false");
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
        Assert.All(
            outcome.Objects.Select(item => (DkimRotation)item.BaseObject),
            rotation => Assert.True(
                rotation.Phase == RotationPhase.Completed,
                $"{rotation} {rotation.WaitingFor}: {rotation.NextAction} {rotation.NotBefore:O} {string.Join(' ', rotation.Findings)}"));
    }

    private static IEnumerable<string> DomainsOf(string parent) =>
        Enumerable.Range(1, Kills > DefaultKills ? 20 : 5).Select(number => $"d{number}.{parent}");

    private static string Piped(string[] domains) => string.Join(',', domains.Select(domain => $"'{domain}'"));

    /// <summary>The domains whose last rotation is a registration that is over.</summary>
    private string[] Registered() =>
    [
        .. session.Run("Get-DkimRotation").Objects.GroupBy(item => (string)item.Properties["Domain"].Value)
            .Where(ofDomain => (ofDomain.Last().Properties["Kind"].Value.ToString(), ofDomain.Last().Properties["Phase"].Value.ToString())
                is ("Registration", "Completed"))
            .Select(ofDomain => ofDomain.Key).Where(domains.Contains),
    ];
}
