using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Rotation;

/// <summary>The signer as rotations use it: its tables, switches by the service that Enable-DkimSigning uses, proofs by signing.</summary>
/// <param name="snapshot">What the signer's files say.</param>
/// <param name="proof">Proves by signing.</param>
/// <param name="reload">Reloads the daemon.</param>
/// <param name="keys">The store.</param>
/// <param name="services">Makes the service that changes the tables and reloads the daemon in the given way.</param>
internal sealed class RotationSigner(
    SigningSnapshot snapshot, ISigningProof proof, ISignerReload reload, IKeyStore keys, Func<ISignerReload, SigningService> services)
    : IRotationSigner
{
    private readonly SharedProof shared = new(proof);

    public SigningFacts Read(DomainName domain)
    {
        var state = snapshot.State;
        if (state.NotEditable is { } reason)
        {
            return new SigningFacts([], reason);
        }

        var decision = state.DecisionFor(domain);
        var foreign = decision.Some.Concat(decision.All).FirstOrDefault(entry => !IsOwn(entry, domain));
        var guest = snapshot.EntriesSigningAs(domain).FirstOrDefault(entry => IsGuest(entry, domain));
        RotationKey[] keys =
            [.. decision.All.Where(entry => IsOwn(entry, domain)).Select(entry => KeyOf(entry, domain)).DistinctBy(key => key.Selector)];
        if (foreign is not null)
        {
            return new SigningFacts(keys, null)
            {
                SharedEntry = FindingTable.RotationForeignEntry.With(("domain", domain), ("source", foreign.Source)),
            };
        }

        return guest is not null
            ? new SigningFacts([], FindingTable.RotationSharedKey.With(
                ("domain", domain), ("source", guest.Source), ("pattern", PrintableText.Clean(guest.Pattern))))
            : new SigningFacts(keys, null);
    }

    public async Task<SwitchResult> SwitchAsync(
        IReadOnlyList<RotationSwitch> switches, bool restart, IProgressLog log, CancellationToken cancellation)
    {
        var failures = new Dictionary<DomainName, IReadOnlyList<DkimFinding>>();
        var changes = switches.Select(wanted => ChangeFor(wanted, failures)).OfType<SigningChange>().ToArray();
        if (changes.Length == 0)
        {
            return new SwitchResult(failures);
        }

        var restarting = restart ? new SignerRestart(reload) : null;
        var service = services(restarting ?? reload);
        try
        {
            // Where a key is compromised, caches that don't have the record yet are accepted.
            var request = new SigningRequest(changes) { MustMatchDns = !restart };
            var results = await service.ApplyAsync(request, log, cancellation).ConfigureAwait(false);
            foreach (var result in results.Where(result => !result.Succeeded))
            {
                failures.Add(result.Change.Domain, [result.Finding!]);
            }

            // A killed run may have written the tables: connections that were open then may still use the old key.
            if (restarting is not null && results.All(result => result.Step is SigningStep.Unchanged or SigningStep.Refused))
            {
                snapshot.Forget();
                await restarting.ReloadAsync(snapshot.State.Daemon, log, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            snapshot.Forget();
        }

        return new SwitchResult(failures) { Findings = restarting?.Problem is { } problem ? [problem] : [] };
    }

    public async Task<SignerProof> ProveAsync(DomainName domain, RotationKey? key, CancellationToken cancellation)
    {
        var stored = key is null ? null : keys.Find(key.NameIn(domain));
        if (key is not null && stored is null)
        {
            return new SignerProof(ProofOutcome.SignsOtherwise, [Missing(key, domain)]);
        }

        var probe = new SigningProbe(domain, stored) { MustMatchDns = false };
        IReadOnlyList<DkimSigningTest> tests;
        try
        {
            tests = await shared.ProveAsync(snapshot.State.Daemon, probe, cancellation).ConfigureAwait(false);
        }
        catch (DkimException exception)
        {
            return new SignerProof(ProofOutcome.Unreachable, [exception.Finding]);
        }

        if (probe.IsMetBy(tests))
        {
            return new SignerProof(ProofOutcome.Proved, []);
        }

        var wrong = tests.Where(test => !probe.IsMetBy(test)).ToArray();
        var answered = wrong.Any(test => test.Outcome is not (DkimSigningOutcome.Unreachable or DkimSigningOutcome.TemporaryFailure));
        return new SignerProof(
            answered ? ProofOutcome.SignsOtherwise : ProofOutcome.Unreachable,
            [SigningFailure.Of(probe, tests, null, "Nothing was changed.")]);
    }

    /// <summary>Whether an entry signs mail of other domains with the domain's key. The domain's own users are in the decision.</summary>
    private static bool IsGuest(SigningEntry entry, DomainName domain) =>
        (entry.Domain != domain || !entry.IsOwn) && !entry.Pattern.EndsWith("@" + domain.Value, StringComparison.OrdinalIgnoreCase);

    private static bool IsOwn(SigningEntry entry, DomainName domain) =>
        entry.IsOwn && !entry.IsForSubdomains && entry.Domain == domain
        && Selector.TryParse(entry.Selector, out var selector) && entry.SignsAs(domain, selector);

    /// <summary>The key that an entry names, without its public half where that isn't the key in the store.</summary>
    private RotationKey KeyOf(SigningEntry entry, DomainName domain)
    {
        var name = new RecordName(domain, Selector.Parse(entry.Selector));
        var path = ResolvedPath.Of(keys.PathOf(name));
        var isStored = entry.KeyPath is { } named
            && ResolvedPath.Of(named) is var resolved
            && (resolved == path || resolved == SeedFile.Beside(path));
        return isStored && keys.Find(name) is { } key
            ? RotationKey.Of(key.Selector, key.PublicKey)
            : new RotationKey(name.Selector.Value, DkimKeyAlgorithm.Rsa, "");
    }

    private SigningChange? ChangeFor(RotationSwitch wanted, Dictionary<DomainName, IReadOnlyList<DkimFinding>> failures)
    {
        if (wanted.To is null)
        {
            return new SigningChange(wanted.Domain, null);
        }

        try
        {
            if (keys.Find(wanted.To.NameIn(wanted.Domain)) is { } key)
            {
                return new SigningChange(wanted.Domain, key) { From = wanted.From is null ? null : Selector.Parse(wanted.From.Selector) };
            }

            failures.Add(wanted.Domain, [Missing(wanted.To, wanted.Domain)]);
        }
        catch (DkimException exception)
        {
            failures.Add(wanted.Domain, [exception.Finding]);
        }

        return null;
    }

    private DkimFinding Missing(RotationKey key, DomainName domain) => FindingTable.SelectorNotConfigured.With(
        ("domain", domain), ("selector", key.Selector), ("selectors", string.Join(", ", keys.SelectorsOf(domain))));
}
