namespace OpteriusDkim;

/// <summary>Findings on the host as a whole, which are added to the first output object of a command only.</summary>
internal sealed class HostFindings(IReadOnlyList<DkimFinding> findings)
{
    private IReadOnlyList<DkimFinding> left = findings;

    /// <summary>Adds the findings to an entry, if it is the first object.</summary>
    public DkimSigningEntry AddTo(DkimSigningEntry entry) => entry with { Findings = [.. entry.Findings, .. Take()] };

    /// <summary>Adds the findings to a test, if it is the first object.</summary>
    public DkimSigningTest AddTo(DkimSigningTest test) => test with { Findings = [.. test.Findings, .. Take()] };

    private IReadOnlyList<DkimFinding> Take() => Interlocked.Exchange(ref left, []);
}
