using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OpteriusDkim.Tests;

public sealed class ConditionalOperatorTests
{
    [Fact]
    public void Conditional_operators_are_not_nested() => Assert.Empty(SourceCode.All<ConditionalExpressionSyntax>()
        .Where(operation => operation.WhenTrue is ConditionalExpressionSyntax || operation.WhenFalse is ConditionalExpressionSyntax)
        .Select(SourceCode.PlaceOf));
}
