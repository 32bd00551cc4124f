namespace OpteriusDkim;

/// <summary>What is wrong on this host as a whole: it goes with the first object that a command shows, and with no other.</summary>
internal sealed class HostFindings(IReadOnlyList<DkimFinding> findings)
{
    private IReadOnlyList<DkimFinding> left = findings;

    /// <summary>The entry with the findings that no object has had yet.</summary>
    public DkimSigningEntry AddTo(DkimSigningEntry entry) => entry with { Findings = [.. entry.Findings, .. Take()] };

    /// <summary>The test with the findings that no object has had yet.</summary>
    public DkimSigningTest AddTo(DkimSigningTest test) => test with { Findings = [.. test.Findings, .. Take()] };

    private IReadOnlyList<DkimFinding> Take() => Interlocked.Exchange(ref left, []);
}
