using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Determines for which mail origins a signer signs, from the results of one probe per origin.</summary>
/// <param name="triesAll">Whether to test all origins instead of those that the mail server uses.</param>
internal sealed class MailOriginTest(SignerDaemon daemon, MailSubmission submission, bool triesAll)
{
    private readonly OriginProbes probes = new(submission, new ListedHosts(daemon.ListedHosts));

    /// <summary>The origins to test.</summary>
    public IReadOnlyList<DkimMailOrigin> Tried => triesAll ? probes.Origins : submission.Origins;

    /// <summary>The messages for one domain: from an authenticated user on this host, then one per origin.</summary>
    public IEnumerable<ProbeMessage> MessagesFor(DomainName sender, DateTimeOffset now) =>
        Tried.Select(origin => (DkimMailOrigin?)origin).Prepend(null).Select(origin => probes.Make(origin, sender, now));

    /// <summary>
    /// The index of the message to report for a domain: the first, unless only a message of a used origin was signed.
    /// </summary>
    public int ChosenResult(ProofSubject subject, IReadOnlyList<ProbeResult?> results) =>
        IsSigned(subject, results[0]) ? 0
        : Math.Max(
            0,
            Enumerable.Range(1, Tried.Count).FirstOrDefault(
                i => submission.Origins.Contains(Tried[i - 1]) && IsSigned(subject, results[i])));

    /// <summary>Adds the signed and unsigned origins and their findings to the tests of a domain.</summary>
    public IReadOnlyList<DkimSigningTest> Complete(
        ISigningEndpoint endpoint, ProofSubject subject, IReadOnlyList<ProbeResult?> results, IReadOnlyList<DkimSigningTest> tests)
    {
        var tested = Enumerable.Range(0, Tried.Count)
            .Where(i => results[i + 1] is { Outcome: not DkimSigningOutcome.Unreachable }).ToArray();
        var signed = tested.Where(i => IsSigned(subject, results[i + 1])).Select(i => Tried[i]).ToArray();
        var unsigned = tested.Where(i => !IsSigned(subject, results[i + 1])).Select(i => Tried[i]).ToArray();
        if (tested.Length == 0)
        {
            return tests;
        }

        var findings = signed.Length > 0 || IsSigned(subject, results[0]) ? Findings(endpoint, subject, signed, unsigned) : [];
        var failed = unsigned.Where(submission.Origins.Contains).Select(origin => results[Index(origin)]!.Outcome).ToArray();
        return
        [
            .. tests.Select((test, i) => (failed.Length > 0 && test.Outcome == DkimSigningOutcome.Signed
                ? WithoutSignature(test, failed[0])
                : test) with
            {
                SignsFor = string.Join(", ", signed),
                DoesNotSignFor = string.Join(", ", unsigned),
                // Report findings on the whole domain once.
                Findings = [.. i == 0 ? findings : [], .. test.Findings.Where(finding => findings.Count == 0 || !IsExplained(finding))],
            }),
        ];
    }

    private static bool IsSigned(ProofSubject subject, ProbeResult? result) => result is { Outcome: DkimSigningOutcome.Signed }
        && result.Message.ValuesOf(DkimSignature.HeaderName).Any(value => DkimSignature.Parse(value).Domain == subject.Domain);

    /// <summary>OpenDKIM's test mode ignores the client and therefore differs from the daemon.</summary>
    private static bool IsExplained(DkimFinding finding) => finding.Code == FindingTable.RunningDaemonDiffers.Code;

    private static DkimSigningTest WithoutSignature(DkimSigningTest test, DkimSigningOutcome outcome) => test with
    {
        Outcome = outcome == DkimSigningOutcome.Signed ? DkimSigningOutcome.Unsigned : outcome,
        Algorithm = null,
        Canonicalization = null,
        SignedHeaders = [],
        MatchesStore = null,
        MatchesDns = null,
    };

    private int Index(DkimMailOrigin origin) => Tried.ToList().IndexOf(origin) + 1;

    private List<DkimFinding> Findings(
        ISigningEndpoint endpoint, ProofSubject subject, DkimMailOrigin[] signed, DkimMailOrigin[] unsigned)
    {
        var findings = new List<DkimFinding>();
        foreach (var origin in unsigned.Where(origin => origin != DkimMailOrigin.UnlistedHost))
        {
            // If no authenticated mail is signed, the login name doesn't matter.
            if (origin != DkimMailOrigin.AuthenticatedWithoutDomain || !unsigned.Contains(DkimMailOrigin.Authenticated))
            {
                findings.Add(OriginFindings.NotSigned(endpoint, subject.Domain, origin, submission.Origins.Contains(origin), daemon));
            }
        }

        if (signed.Contains(DkimMailOrigin.UnlistedHost))
        {
            findings.Add(OriginFindings.SignsForAll(endpoint, subject.Domain, new ListedHosts(daemon.ListedHosts).UnlistedAddress, daemon));
        }

        return [.. findings.OrderBy(finding => finding.Severity == FindingSeverity.Error ? 0 : 1)];
    }
}
