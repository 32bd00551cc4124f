using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Test-DkimSigning: proves by real signatures what the signer's configuration and each running daemon do.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DkimSigning")]
[OutputType(typeof(DkimSigningTest))]
public sealed class TestDkimSigningCommand : KeyCmdlet
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<DomainName, ProofSubject> subjects = [];
    private PipelineWork? work;
    private ISigner? signer;

    /// <summary>The signing domains; wildcards are taken, and mean domains of the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The selectors that have to sign; where none is given, whatever signs is told.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string[]? Selector { get; set; }

    /// <summary>Where the running daemons listen, in the form of their own configuration, in place of the configured sockets.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Socket { get; set; }

    /// <summary>How long each answer of a daemon may take; a bare number is seconds.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan? Timeout { get; set; }

    private protected override void Begin()
    {
        signer = Composition.Signer(Configuration.RequireSigner(), Configuration);
        work = new PipelineWork(this, "Proving by signatures", 1, Cancellation);
    }

    private protected override void Process()
    {
        var expected = Given(Selector)?.Select(OpteriusDkim.Selector.Parse).ToArray();
        foreach (var domain in Domain)
        {
            Try(() => Add(domain, expected));
        }
    }

    private protected override void End()
    {
        if (subjects.Count == 0)
        {
            return;
        }

        var daemon = signer!.Read().Daemon;
        daemon = Socket is null ? daemon : daemon with { Sockets = Socket };
        var proof = new SigningProof(Composition.SignatureVerifier(), LookupInTurn(), TimeProvider.System) { Timeout = Timeout ?? UsualTimeout };
        work!.Start(daemon.Type, async stopping =>
        {
            await foreach (var test in proof.TestAsync(daemon, [.. subjects.Values], stopping).ConfigureAwait(false))
            {
                work.Emit(test);
            }
        });
        work.Finish();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        work?.Dispose();
        base.Dispose(disposing);
    }

    private void Add(string domain, Selector[]? expected)
    {
        foreach (var name in DomainsOf(domain))
        {
            var keys = new List<StoredKey>();
            WriteEach(Store.ListDomain(name, _ => true), keys.Add);
            var before = subjects.GetValueOrDefault(name)?.Expected ?? [];
            subjects[name] = new ProofSubject(name, keys) { Expected = expected is null ? null : [.. before.Union(expected)] };
        }
    }
}
