using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Reports;

/// <summary>A signer whose tables were read, and whose running daemons can be asked.</summary>
/// <param name="state">Its tables.</param>
/// <param name="verifier">Verifies signatures.</param>
/// <param name="submission">How the mail server of this host accepts mail.</param>
/// <param name="host">Findings on the host, such as a mail server that doesn't use it.</param>
internal sealed class StatusSigner(
    SigningState state, ISignatureVerifier verifier, MailSubmission submission, IReadOnlyList<DkimFinding> host)
{
    /// <summary>Its tables.</summary>
    public SigningState State => state;

    /// <summary>Findings on the host that concern every domain.</summary>
    public IReadOnlyList<DkimFinding> Host => host;

    /// <summary>The time limit for a reply of a daemon.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The domains that its tables name.</summary>
    public IEnumerable<DomainName> Domains() =>
        state.Entries.Where(entry => !entry.IsForSubdomains).Select(entry => entry.Domain).OfType<DomainName>().Distinct();

    /// <summary>Why its tables may name more domains: an entry that stands for those in a table that couldn't be read.</summary>
    public IEnumerable<DkimFinding> UnreadTables => state.Entries
        .Where(entry => entry is { Outcome: DkimSigningOutcome.Unreachable, Domain: null, KeyName: null, KeyPath: null })
        .SelectMany(entry => entry.Findings).Distinct();

    /// <summary>Sends a test message of each domain to each running daemon.</summary>
    /// <param name="dns">Looks up the records of signatures; null to skip DNS.</param>
    /// <returns>The tests by domain; empty if no socket is known.</returns>
    public async Task<ILookup<string, DkimSigningTest>> TestAsync(
        IReadOnlyList<ProofSubject> subjects, IRecordLookup? dns, CancellationToken cancellation)
    {
        var proof = new SigningProof(verifier, dns, TimeProvider.System) { Timeout = Timeout, Submission = submission };
        ISigningEndpoint[] running =
            [.. SigningEndpoints.Of(state.Daemon, Timeout).Where(endpoint => endpoint.Name != ISigningEndpoint.Configuration)];
        var tests = new List<DkimSigningTest>();
        if (running.Length > 0 && subjects.Count > 0)
        {
            await foreach (var test in proof.ProveAsync(
                running, subjects, (_, _) => true, cancellation, _ => new MailOriginTest(state.Daemon, submission, triesAll: false))
                .ConfigureAwait(false))
            {
                tests.Add(test);
            }
        }

        return tests.ToLookup(test => test.Domain, StringComparer.Ordinal);
    }
}
