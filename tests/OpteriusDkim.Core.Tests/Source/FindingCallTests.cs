using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OpteriusDkim.Tests;

/// <summary>Each finding in the code has exactly the values of its placeholders.</summary>
public sealed partial class FindingCallTests
{
    [Fact]
    public void Each_finding_is_made_with_exactly_the_values_of_its_placeholders()
    {
        var calls = SourceCode.All<InvocationExpressionSyntax>().Select(call => (Call: call, Rules: RulesOf(call)))
            .Where(call => call.Rules.Length > 0).ToArray();
        Assert.True(calls.Length > 300, $"Only {calls.Length} calls were found.");
        var wrong = from item in calls
                    let names = NamesOf(item.Call)
                    where names is not null
                    from rule in item.Rules
                    let expected = PlaceholdersOf(rule)
                    where !names.Order(StringComparer.Ordinal).SequenceEqual(expected)
                    select $"{SourceCode.PlaceOf(item.Call)}: {rule} has ({string.Join(", ", expected)}), but is "
                        + $"given ({string.Join(", ", names)})";
        Assert.Empty(wrong);
    }

    /// <summary>The rules in FindingTable.X.With(...), and in (condition ? FindingTable.X : FindingTable.Y).With(...).</summary>
    private static string[] RulesOf(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "With" } member
        ? [.. RulesOf(member.Expression)]
        : [];

    private static IEnumerable<string> RulesOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "FindingTable" } } rule =>
            [rule.Name.Identifier.Text],
        ParenthesizedExpressionSyntax inner => RulesOf(inner.Expression),
        ConditionalExpressionSyntax either => RulesOf(either.WhenTrue).Concat(RulesOf(either.WhenFalse)),
        SwitchExpressionSyntax several => several.Arms.SelectMany(arm => RulesOf(arm.Expression)),
        _ => [],
    };

    /// <summary>The names of the values; null if they are assembled elsewhere.</summary>
    private static string[]? NamesOf(InvocationExpressionSyntax call)
    {
        string?[] names = [.. call.ArgumentList.Arguments.Select(argument =>
            argument.Expression is TupleExpressionSyntax tuple && tuple.Arguments[0].Expression is LiteralExpressionSyntax name
                ? name.Token.ValueText
                : null)];
        return names.Contains(null) ? null : [.. names.OfType<string>()];
    }

    private static string[] PlaceholdersOf(string rule)
    {
        var row = (FindingRule)typeof(FindingTable).GetProperty(rule)!.GetValue(null)!;
        return
        [
            .. Placeholder.Matches(row.Message + row.Advice).Select(match => match.Groups[1].Value).Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Placeholder { get; }
}
