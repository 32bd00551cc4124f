using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation.Steps;

/// <summary>Generates the new key.</summary>
/// <param name="Ports">The store.</param>
/// <param name="Selector">The key's selector.</param>
internal sealed record GenerateKey(RotationPorts Ports, string Selector) : IChange
{
    public bool IsOutcomeKept => false;

    public RotationRun Prepare(RotationRun run)
    {
        var intending = run.Intending(RotationStep.Generate, Selector);
        return intending with { Facts = intending.Facts.Forget(Selector), Journal = intending.Journal.Remember(Selector) };
    }

    public async Task<RotationRun> TakeAsync(RotationRun run, IProgressLog log, CancellationToken cancellation)
    {
        var parameters = new KeyParameters(
            run.State.Algorithm ?? run.Policy.Key.Algorithm, run.State.KeySize ?? run.Policy.Key.KeySize);
        var failure = await StoreFailure.OfAsync(
            () => Ports.Keys.GenerateAsync(NameIn(run), parameters, log, cancellation)).ConfigureAwait(false);
        var facts = Ports.Refresh(run.Facts.WithFindings(failure));
        return run.With(facts).With(run.State.Adopting(facts.Stored));
    }

    /// <summary>Finds out without a change whether the key could be generated.</summary>
    public async Task<RotationRun> CheckAsync(RotationRun run) => run with
    {
        Findings =
        [
            .. run.Findings,
            .. await StoreFailure.OfAsync(() =>
            {
                Ports.Keys.CheckGenerate(NameIn(run));
                return Task.CompletedTask;
            }).ConfigureAwait(false),
        ],
    };

    private RecordName NameIn(RotationRun run) => new(run.Domain, Names.Selector.Parse(Selector));
}
