using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim;

/// <summary>Whether live DNS carries the record of a stored key.</summary>
public sealed class DkimDnsTest
{
    internal DkimDnsTest(DomainName domain, Selector? selector, DkimDnsStatus status, DateTime checkedAt)
    {
        Domain = domain.Value;
        Selector = selector?.Value;
        Status = status;
        CheckedAt = checkedAt;
    }

    private DkimDnsTest(DkimDnsTest other)
    {
        Domain = other.Domain;
        Selector = other.Selector;
        Status = other.Status;
        CheckedAt = other.CheckedAt;
        Name = other.Name;
        Expected = other.Expected;
        Observed = other.Observed;
        Servers = other.Servers;
        SafeToSignAt = other.SafeToSignAt;
        SlowestAnswer = other.SlowestAnswer;
        Findings = other.Findings;
    }

    /// <summary>The signing domain in A-labels.</summary>
    public string Domain { get; }

    /// <summary>The selector; null if the domain has no key and none was specified.</summary>
    public string? Selector { get; }

    /// <summary>What was found.</summary>
    public DkimDnsStatus Status { get; }

    /// <summary>The status in words.</summary>
    public string StatusText => Status switch
    {
        DkimDnsStatus.NotConfigured => "Not configured",
        DkimDnsStatus.KeyGenerated => "Key generated — DNS not verified",
        DkimDnsStatus.Verified => "DNS verified",
        _ => "DNS mismatch",
    };

    /// <summary>The record's name.</summary>
    public string? Name { get; internal init; }

    /// <summary>The text that DNS should carry.</summary>
    public string? Expected { get; internal init; }

    /// <summary>The published text; different texts of several records or servers are on lines of their own.</summary>
    public string? Observed { get; internal init; }

    /// <summary>What each server answered.</summary>
    public IReadOnlyList<DkimDnsAnswer> Servers { get; internal init => field = value.ToDkimList(); } = DkimLists.Empty<DkimDnsAnswer>();

    /// <summary>When no cache can hold another answer any longer, in UTC; null if unknown.</summary>
    public DateTime? SafeToSignAt { get; internal init; }

    /// <summary>The slowest response time.</summary>
    internal TimeSpan SlowestAnswer { get; init; }

    /// <summary>What is wrong or odd, and what to do.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; internal init => field = value.ToDkimList(); } = DkimLists.Empty<DkimFinding>();

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>When this was found, in UTC.</summary>
    public DateTime CheckedAt { get; }

    /// <summary>The same test with more findings before its own.</summary>
    internal DkimDnsTest Adding(IEnumerable<DkimFinding> findings) => new(this)
    {
        Findings = [.. findings, .. Findings],
    };

    /// <summary>The same test with <see cref="SafeToSignAt"/>.</summary>
    internal DkimDnsTest SafeFrom(DateTime? time) => new(this) { SafeToSignAt = time };

    /// <summary>Name and status on one line.</summary>
    public override string ToString() => $"{Name ?? Domain}: {StatusText}";
}
