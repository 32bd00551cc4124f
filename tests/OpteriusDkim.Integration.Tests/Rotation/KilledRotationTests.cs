using System.Collections.Concurrent;
using System.Globalization;

namespace OpteriusDkim;

/// <summary>
/// Successive rotations, repeatedly killed while mail is signed. OPTERIUS_DKIM_KILLS says how
/// often.
/// </summary>
public sealed class KilledRotationTests : RotationTest
{
    private const string Settings = "\"rotation\": { \"drain\": \"00:00:02\" },";
    private const string Foreign = "# somebody's own line\nother._domainkey.other.example other.example:other:/nowhere/other.private\n";

    private static readonly string[] Domains = ["one.example.com", "two.example.com", "three.example.com"];

    private static int Kills => int.TryParse(
        Environment.GetEnvironmentVariable("OPTERIUS_DKIM_KILLS"), CultureInfo.InvariantCulture, out var count) ? count : 12;

    [Fact]
    public async Task Killed_anywhere_it_never_leaves_mail_unsigned_or_unverifiable()
    {
        await Trace.RequireAsync();
        await StartAsync(Settings, Domains);
        await File.AppendAllTextAsync(Sandbox.KeyTable, Foreign, TestContext.Current.CancellationToken);
        NsUpdate("update add foreign._domainkey.one.example.com 2 TXT \"v=DKIM1; p=\"");
        var calls = await RotatingProcess.CallsAsync(Sandbox, Domains[0]);
        var seed = Random.Shared.Next();
        var kills = new ConcurrentQueue<string>();
        var mail = new ProbeStream($"local:{Host.Socket}", Address, Domains);

        await Task.WhenAll(Domains.Select((domain, index) => KillAsync(domain, calls, new Random(seed + index), kills)));
        var ends = Domains.Select(domain => Rotate($"{domain} -Wait -WaitTimeout 60")).ToArray();
        await mail.DisposeAsync();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {seed}: {kills.Count} kills ({string.Join(", ", kills.CountBy(name => name))}), {mail.Sent} messages, signed with "
            + $"{string.Join(", ", mail.SignedWith)}");
        Assert.True(mail.Failures.Count == 0, string.Join('\n', mail.Failures));
        Assert.All(ends, end => Assert.Equal(RotationPhase.Completed, end.Phase));
        Assert.Equal("v=DKIM1; p=", Dig("foreign", "one.example.com"));
        Assert.Contains(Foreign, Host.Tables.Keys, StringComparison.Ordinal);
        Assert.All(ends, AssertOnlyTheNewKeyIsLeft);
    }

    private async Task KillAsync(string domain, ILookup<string, int> calls, Random random, ConcurrentQueue<string> kills)
    {
        while (kills.Count < Kills)
        {
            var call = calls.ElementAt(random.Next(calls.Count));
            if (await RotatingProcess.KillAsync(Sandbox, domain, call.Key, call.ElementAt(random.Next(call.Count()))))
            {
                kills.Enqueue(call.Key);
            }
        }
    }

    private void AssertOnlyTheNewKeyIsLeft(DkimRotation rotation)
    {
        var folder = Path.Combine(Sandbox.Keys, rotation.Domain);
        Assert.Equal(
            [$"{rotation.NewSelector}.private", $"{rotation.NewSelector}.txt"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.StartsWith("v=DKIM1; k=rsa", Dig(rotation.NewSelector!, rotation.Domain), StringComparison.Ordinal);
        Assert.Equal("", Dig(rotation.OldSelector!, rotation.Domain));
        Assert.Single(Host.Tables.Signing.Split('\n'), line => line.Contains(rotation.Domain, StringComparison.Ordinal));
        Assert.Single(Host.Tables.Keys.Split('\n'), line => line.Contains(rotation.Domain, StringComparison.Ordinal));
    }
}
