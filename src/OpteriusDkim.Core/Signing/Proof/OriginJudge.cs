using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Says for whom a signer signs, by what became of a probe for each way by which mail can arrive.</summary>
/// <param name="triesAll">Whether every way is tried, and not only those that the mail server uses.</param>
internal sealed class OriginJudge(SignerDaemon daemon, MailSubmission submission, bool triesAll)
{
    private readonly OriginProbes probes = new(submission, new ListedHosts(daemon.ListedHosts));

    /// <summary>The ways that are tried.</summary>
    public IReadOnlyList<DkimMailOrigin> Tried => triesAll ? probes.Origins : submission.Origins;

    /// <summary>The messages about one domain: of a user who logs in on this host, then one for each way.</summary>
    public IEnumerable<ProbeMessage> MessagesFor(DomainName sender, DateTimeOffset now) =>
        Tried.Select(origin => (DkimMailOrigin?)origin).Prepend(null).Select(origin => probes.Make(origin, sender, now));

    /// <summary>
    /// Which of the messages about a domain is judged: the first, unless only a way that the mail server uses is signed.
    /// </summary>
    public int Judged(ProofSubject subject, IReadOnlyList<ProbeResult?> results) =>
        IsSigned(subject, results[0]) ? 0
        : Math.Max(
            0,
            Enumerable.Range(1, Tried.Count).FirstOrDefault(
                i => submission.Origins.Contains(Tried[i - 1]) && IsSigned(subject, results[i])));

    /// <summary>Adds to the tests of a domain for whom it signs, and what of that is wrong.</summary>
    public IReadOnlyList<DkimSigningTest> Complete(
        ISigningEndpoint endpoint, ProofSubject subject, IReadOnlyList<ProbeResult?> results, IReadOnlyList<DkimSigningTest> tests)
    {
        var told = Enumerable.Range(0, Tried.Count).Where(i => results[i + 1] is { Outcome: not DkimSigningOutcome.Unreachable }).ToArray();
        var signed = told.Where(i => IsSigned(subject, results[i + 1])).Select(i => Tried[i]).ToArray();
        var unsigned = told.Where(i => !IsSigned(subject, results[i + 1])).Select(i => Tried[i]).ToArray();
        if (told.Length == 0)
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
                // Report what is true of all signatures of a domain once.
                Findings = [.. i == 0 ? findings : [], .. test.Findings.Where(finding => findings.Count == 0 || !IsExplained(finding))],
            }),
        ];
    }

    private static bool IsSigned(ProofSubject subject, ProbeResult? result) => result is { Outcome: DkimSigningOutcome.Signed }
        && result.Message.ValuesOf(DkimSignature.HeaderName).Any(value => DkimSignature.Parse(value).Domain == subject.Domain);

    /// <summary>OpenDKIM's test mode doesn't look at who sends, and so differs from the daemon.</summary>
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
            // Where no login counts, its name doesn't matter either.
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
