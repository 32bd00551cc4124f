using System.Collections.Concurrent;

namespace OpteriusDkim;

/// <summary>
/// Runs the configurations of the table with the installed Rspamd: Get-DkimSigning's prediction matches the scan's reply, and a key
/// that it signs with can't be removed. OPTERIUS_DKIM_CONFIGURATIONS selects all of them, or those whose name contains a text.
/// </summary>
public sealed class RspamdConfigurationsTests : IDisposable
{
    private const int HostsAtOnce = 2;

    private const int Enough = 100;

    // Of 9 successive cases 4 are run, to cover all kinds.
    private const int Period = 9;
    private const int Tried = 4;

    /// <summary>The version of Debian 12, whose verdicts are the table's default.</summary>
    private const string Version = "3.4";

    private readonly Sandbox sandbox = new();
    private readonly ConcurrentBag<string> disagreements = [];

    public RspamdConfigurationsTests() => Assert.SkipWhen(RspamdHost.Missing is not null, RspamdHost.Missing ?? "");

    [Fact]
    public async Task Every_prediction_is_the_verdict_and_no_used_key_can_be_removed()
    {
        Assert.SkipUnless(new RspamdProgram().Version?.ToString() == Version, $"The verdicts are those of Rspamd {Version}.");
        var keys = MakeKeys();
        var chosen = Chosen();
        var cases = new ConcurrentQueue<RspamdCase>(chosen);
        await Task.WhenAll(Enumerable.Range(0, HostsAtOnce).Select(number => Task.Run(async () =>
        {
            using var host = new RspamdCaseHost(sandbox.In($"host{number}"), keys);
            var configuration = sandbox.In($"host{number}.json");
            await File.WriteAllTextAsync(configuration, $$"""
                {
                  "keyDirectory": "{{host.In("k")}}", "stateDirectory": "{{sandbox.State}}",
                  "signer": { "type": "Rspamd", "configuration": "{{host.Configuration}}" }
                }
                """);
            while (cases.TryDequeue(out var one))
            {
                await VerifyAsync(host, configuration, one);
            }
        })));
        Assert.True(disagreements.IsEmpty, string.Join('\n', disagreements.Order(StringComparer.Ordinal)));
    }

    public void Dispose() => sandbox.Dispose();

    private static RspamdCase[] Chosen()
    {
        var wanted = Environment.GetEnvironmentVariable("OPTERIUS_DKIM_CONFIGURATIONS");
        if (wanted is not null)
        {
            return [.. RspamdCaseTable.All.Where(one => wanted == "all" || one.Name.Contains(wanted, StringComparison.Ordinal))];
        }

        RspamdCase[] chosen = [.. RspamdCaseTable.All.Where((_, index) => index % Period < Tried)];
        Assert.InRange(chosen.Length, Enough, int.MaxValue);
        return chosen;
    }

    private async Task VerifyAsync(RspamdCaseHost host, string configurationPath, RspamdCase one)
    {
        host.Write(one);
        await host.StartAsync();
        try
        {
            var configuration = DkimConfiguration.Load(configurationPath);
            var references = new SignerKeyReferences(configuration.SignerSettings, new NoRedis());
            var state = new RspamdSigner(
                Path.Combine(configuration.SignerSettings.RspamdFolder, "rspamd.conf"),
                configuration.SignerSettings.Sockets,
                new RspamdProgram(),
                new NoEd25519(),
                new NoRedis()).Read();
            var store = new FileKeyStore(
                configuration.KeyDirectory,
                configuration.StateDirectory,
                new KeyOwnership(null),
                references,
                new NoEd25519(),
                TimeProvider.System);
            var report = new SigningReport(state, store, new KeySafety(), new NoEd25519());
            foreach (var domain in one.Verdicts[Version].Keys)
            {
                var seen = new List<string>();
                foreach (var way in RspamdCase.Ways)
                {
                    var verdict = await host.VerdictAsync(domain, way);
                    Compare(one, $"{domain} {way}, stored", one.VerdictOf(Version, domain, way), verdict);
                    seen.AddRange(way is "host" or "user" ? verdict.Split(' ', StringSplitOptions.RemoveEmptyEntries) : []);
                }

                if (!domain.Any(char.IsUpper))
                {
                    ComparePrediction(
                        one, DomainName.Parse(domain), state, report, references, [.. seen.Distinct().Order(StringComparer.Ordinal)]);
                }
            }
        }
        catch (DkimException exception)
        {
            disagreements.Add($"{one}: {exception.Message}");
        }
        finally
        {
            host.Stop();
            host.Clear(one);
        }
    }

    private void ComparePrediction(
        RspamdCase one, DomainName domain, SigningState state, SigningReport report, SignerKeyReferences references, string[] seen)
    {
        var decision = state.DecisionFor(domain);
        var entries = report.EntriesFor(domain);
        if (entries[0].Outcome == DkimSigningOutcome.Unreachable)
        {
            return;
        }

        var signing = entries.Where(entry => entry.Outcome == DkimSigningOutcome.Signed).ToArray();
        var predicted = signing.Select(entry => $"{entry.Selector}._domainkey.{SigningDomainOf(entry, decision)}").Distinct()
            .Order(StringComparer.Ordinal);
        if (decision.Some.Count == 0)
        {
            Compare(one, $"{domain} predicted", string.Join(' ', seen), string.Join(' ', predicted));
        }
        else
        {
            Compare(one, $"{domain} predicted among others", string.Join(' ', seen), string.Join(' ', predicted.Intersect(seen)));
        }

        foreach (var path in signing.Select(entry => entry.PrivateKeyPath).OfType<string>())
        {
            Compare(one, $"{path} in use", nameof(InUseException), ErrorOf(() => references.RequireUnused(path)));
        }
    }

    /// <summary>The <c>d=</c>, which the configuration may set to another domain than the mail's.</summary>
    private static string? SigningDomainOf(DkimSigningEntry shown, SigningDecision decision) => decision.All.Concat(decision.Some)
        .FirstOrDefault(entry => (entry.Source, entry.Selector, entry.KeyPath) == (shown.Source, shown.Selector, shown.PrivateKeyPath))
        ?.SigningDomain ?? shown.Domain;

    private static string ErrorOf(Action action)
    {
        try
        {
            action();
            return "nothing";
        }
        catch (DkimException exception)
        {
            return exception.GetType().Name;
        }
    }

    private void Compare(RspamdCase one, string about, string daemon, string module)
    {
        if (daemon != module)
        {
            disagreements.Add($"{one}, {about}: expected \"{daemon}\", and it is \"{module}\"");
        }
    }

    private Dictionary<string, string> MakeKeys()
    {
        Directory.CreateDirectory(sandbox.In("pool"));
        var script = string.Join(
            "; ",
            "cd " + sandbox.In("pool"),
            "for k in a b; do openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:1024 -out $k.key 2>/dev/null; done",
            "openssl genpkey -algorithm ed25519 -out ed.pem",
            "openssl pkey -in ed.pem -outform DER | tail -c 32 | base64 > ed.seed",
            "openssl rsa -in a.key -aes256 -passout pass:x -out encrypted.pem 2>/dev/null",
            "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem",
            "openssl pkey -in a.key -pubout -out public.pem",
            "openssl rsa -in a.key -traditional -out pkcs1.pem 2>/dev/null",
            ": > empty.key; echo 'no key at all' > garbage.key");
        using var process = System.Diagnostics.Process.Start("sh", ["-c", script]);
        process.WaitForExit();
        return Directory.GetFiles(sandbox.In("pool")).ToDictionary(path => Path.GetFileName(path)!);
    }

    /// <summary>The curve's base point for every key, since only the algorithm matters.</summary>
    private sealed class NoEd25519 : IEd25519
    {
        public byte[] DerivePublicKey(ReadOnlySpan<byte> seed) => [0x58, .. Enumerable.Repeat((byte)0x66, 31)];
    }
}
