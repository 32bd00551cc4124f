using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Test-DkimSigning: tests with real signatures what the signer's configuration and each running daemon do.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DkimSigning")]
[OutputType(typeof(DkimSigningTest))]
public sealed class TestDkimSigningCommand : NamedKeyCmdlet
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<DomainName, ProofSubject> subjects = [];
    private ISigner? tables;

    /// <summary>The sockets of the running daemons, in the notation of their configuration, instead of the configured ones.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string[]? Socket { get; set; }

    /// <summary>The timeout of each reply of a daemon, as a time span or in seconds.</summary>
    [Parameter]
    [Seconds]
    [ArgumentCompleter(typeof(NoCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The signer. The default is the configured or installed one.</summary>
    [Parameter]
    public SignerType? Signer { get; set; }

    private protected override SignerType? ChosenSigner => Signer;

    private protected override void Begin()
    {
        tables = Composition.Signer(Configuration.RequireSigner(), Configuration.SignerSettings);
        OpenWork("Testing DKIM signing", 1);
    }

    /// <summary>Given selectors have to sign. Without them, all signatures are reported.</summary>
    private protected override void Process(string domain)
    {
        var wanted = StoreSelection.FilterOf(Selectors);
        var named = NamesAmong(Selectors);
        foreach (var name in DomainsOf(domain))
        {
            Add(name, named?.Union(Store.SelectorsOf(name).Where(wanted)).ToArray());
        }
    }

    private protected override void End()
    {
        if (subjects.Count == 0)
        {
            return;
        }

        var state = tables!.Read();
        var daemon = state.Daemon;
        var host = new HostFindings([.. state.OfProcess, .. PostfixWiring.ProblemsOf(Configuration.PostfixConfigurationPath, daemon)]);
        daemon = Socket is null ? daemon : daemon with { Sockets = Socket };
        var proof = new SigningProof(Composition.SignatureVerifier(), LookupInTurn(), TimeProvider.System) 
        {
            Timeout = Timeout ?? DefaultTimeout,
            Submission = PostfixWiring.SubmissionOf(Configuration.PostfixConfigurationPath),
        };
        Work.Start(daemon.Type, async stopping =>
        {
            await foreach (var test in proof.TestAsync(daemon, [.. subjects.Values], stopping).ConfigureAwait(false))
            {
                Work.Emit(host.AddTo(test));
            }
        });
        Work.Finish();
    }

    private void Add(DomainName domain, Selector[]? expected)
    {
        if (expected is [])
        {
            // The pattern matches none of its keys.
            return;
        }

        var keys = new List<StoredKey>();
        WriteEach(Store.ListDomain(domain, _ => true), keys.Add);
        var before = subjects.GetValueOrDefault(domain)?.Expected;
        subjects[domain] = new ProofSubject(domain, keys) { Expected = before is null ? expected : [.. before.Union(expected ?? [])] };
    }
}
