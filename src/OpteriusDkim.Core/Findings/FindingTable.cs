using System.Reflection;

namespace OpteriusDkim.Findings;

/// <summary>
/// Everything worth telling, one row each: errors, and what was found in a store, a record or a zone. Codes are
/// stable; they are the ErrorId of error records and the Code of findings.
/// </summary>
internal static partial class FindingTable
{
    // Lazy, since the rows stand in other files, whose initializers may run later than this one's.
    private static readonly Lazy<FindingRule[]> Rows = new(() =>
        [.. typeof(FindingTable).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(FindingRule))
            .Select(property => (FindingRule)property.GetValue(null)!)
            .OrderBy(rule => rule.Code, StringComparer.Ordinal)]);

    /// <summary>All rows in the order of their codes.</summary>
    public static IReadOnlyList<FindingRule> All => Rows.Value;

    private static FindingRule Error(string code, string message, string advice) =>
        new(code, FindingSeverity.Error, message, advice);

    private static FindingRule Warning(string code, string message, string advice) =>
        new(code, FindingSeverity.Warning, message, advice);

    private static FindingRule Information(string code, string message, string advice) =>
        new(code, FindingSeverity.Information, message, advice);
}
