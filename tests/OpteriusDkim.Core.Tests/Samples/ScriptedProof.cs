namespace OpteriusDkim.Tests;

/// <summary>A proof that confirms the tables, except for the domains that are to fail.</summary>
/// <param name="signer">Reads the tables.</param>
internal sealed class ScriptedProof(ISigner signer) : ISigningProof
{
    /// <summary>Domains whose proof fails.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>Called before the proof.</summary>
    public Action BeforeProof { get; set; } = () => { };

    /// <summary>The number of domains per call.</summary>
    public List<int> Calls { get; } = [];

    public Task<IReadOnlyList<DkimSigningTest>> ProveAsync(
        SignerDaemon daemon, IReadOnlyList<SigningProbe> probes, IProgressLog log, CancellationToken cancellation)
    {
        Calls.Add(probes.Count);
        BeforeProof();
        cancellation.ThrowIfCancellationRequested();
        var state = signer.Read();
        return Task.FromResult<IReadOnlyList<DkimSigningTest>>([.. probes.Select(probe => Find(state, probe))]);
    }

    private DkimSigningTest Find(SigningState state, SigningProbe probe)
    {
        var signs = Failing.Contains(probe.Domain.Value) ? null : state.DecisionFor(probe.Domain).All.Take(1).SingleOrDefault();
        return new DkimSigningTest
        {
            Domain = probe.Domain.Value,
            Selector = signs?.Selector,
            Signer = SignerType.OpenDkim,
            Endpoint = "configuration",
            Outcome = signs is not null ? DkimSigningOutcome.Signed
                : Failing.Contains(probe.Domain.Value) ? DkimSigningOutcome.TemporaryFailure : DkimSigningOutcome.Unsigned,
            MatchesStore = signs is null ? null : true,
            MatchesDns = signs is null ? null : true,
        };
    }
}
