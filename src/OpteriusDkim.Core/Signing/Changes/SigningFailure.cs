using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Changes;

/// <summary>Describes why the proof of a domain's change failed.</summary>
internal static class SigningFailure
{
    /// <param name="probe">What was expected.</param>
    /// <param name="tests">What was found.</param>
    /// <param name="reloading">Why the daemon couldn't be reloaded, or null.</param>
    /// <param name="undone">One sentence on the rollback.</param>
    public static DkimFinding Of(SigningProbe probe, IReadOnlyList<DkimSigningTest> tests, DkimFinding? reloading, string undone)
    {
        var wrong = tests.FirstOrDefault(test => !probe.IsMetBy(test));
        var detail = reloading ?? wrong?.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error)
            ?? (wrong is { Findings.Count: > 0 } ? wrong.Findings[0] : null);
        var seen = wrong switch
        {
            _ when reloading is not null => "the signer could not be reloaded",
            null => "no running signer could be tested",
            { Outcome: DkimSigningOutcome.Unreachable } => $"the signer at {wrong.Endpoint} can't be reached",
            _ => $"its mail should be {Wanted(probe)}, but at {wrong.Endpoint} it is {Describe(wrong)}",
        };
        return FindingTable.SigningNotProven.With(
            ("domain", probe.Domain),
            ("what", detail is null ? seen : $"{seen} ({detail.Message.TrimEnd('.')})"),
            ("undone", undone),
            ("advice", detail?.Advice ?? "Run Test-DkimSigning for details."));
    }

    /// <summary>The observed outcome, if it isn't the expected one, as a phrase.</summary>
    public static string Describe(SigningChange change, IReadOnlyList<DkimSigningTest> tests)
    {
        var probe = new SigningProbe(change.Domain, change.To) { MustMatchDns = false };
        var wrong = tests.FirstOrDefault(test => !probe.IsMetBy(test));
        return wrong is null ? "no running signer could be tested"
            : $"its mail would be {Describe(wrong)}{(wrong.Findings.Count > 0 ? $" ({wrong.Findings[0].Message.TrimEnd('.')})" : "")}";
    }

    private static string Wanted(SigningProbe probe) => probe.Key is null
        ? "unsigned"
        : $"signed with the selector {probe.Key.Selector}, and verify with the stored key"
            + (probe.MustMatchDns ? " and the published record" : "");

    private static string Describe(DkimSigningTest test) => test.Outcome switch
    {
        DkimSigningOutcome.Signed => $"signed with the selector {test.Selector}"
            + (test.MatchesStore switch
            {
                false => ", but not with the stored key",
                _ when test.MatchesDns == false => ", but the published record doesn't verify it",
                _ => "",
            }),
        DkimSigningOutcome.Unsigned => "unsigned",
        DkimSigningOutcome.TemporaryFailure => "refused temporarily (tempfail)",
        DkimSigningOutcome.Rejected => "refused",
        _ => "unknown, because the signer can't be reached",
    };
}
