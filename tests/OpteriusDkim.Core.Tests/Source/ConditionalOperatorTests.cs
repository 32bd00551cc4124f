using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OpteriusDkim.Tests;

public sealed class ConditionalOperatorTests
{
    // A folder with nested operators. Once it is free of them it leaves.
    private const string Exempt = "src/OpteriusDkim.Core/Signing/Changes/";

    [Fact]
    public void Conditional_operators_are_not_nested() => Assert.DoesNotContain(
        SourceCode.All<ConditionalExpressionSyntax>()
            .Where(operation => operation.WhenTrue is ConditionalExpressionSyntax || operation.WhenFalse is ConditionalExpressionSyntax)
            .Select(SourceCode.PlaceOf),
        place => !place.StartsWith(Exempt, StringComparison.Ordinal));
}
