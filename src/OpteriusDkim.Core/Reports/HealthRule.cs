namespace OpteriusDkim.Reports;

/// <summary>A row of the table of <see cref="HealthRules"/>.</summary>
/// <param name="Health">The health of a domain to which it applies, unless another rule is worse.</param>
/// <param name="Meaning">When it applies, in words, as in docs/status.md.</param>
/// <param name="Find">The findings by which it applies; none if it doesn't.</param>
internal sealed record HealthRule(DkimHealth Health, string Meaning, Func<StatusFacts, IEnumerable<DkimFinding>> Find);
