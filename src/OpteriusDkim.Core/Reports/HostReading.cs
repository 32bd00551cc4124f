namespace OpteriusDkim.Reports;

/// <summary>What is known about a domain apart from DNS.</summary>
/// <param name="Facts">The facts.</param>
/// <param name="Signers">The signers whose daemons have to be asked about it.</param>
internal readonly record struct HostReading(StatusFacts Facts, IReadOnlyList<StatusSigner> Signers);
