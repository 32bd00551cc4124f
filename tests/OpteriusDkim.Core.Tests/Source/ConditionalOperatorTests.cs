using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OpteriusDkim.Tests;

public sealed class ConditionalOperatorTests
{
    // Folders with nested operators. One that has become free of them leaves the list.
    private static readonly string[] Exempt =
    [
        "src/OpteriusDkim.Cmdlets/", "src/OpteriusDkim.Core/Configuration/", "src/OpteriusDkim.Core/Keys/", "src/OpteriusDkim.Core/Posix/",
        "src/OpteriusDkim.Core/Publishing/", "src/OpteriusDkim.Core/Rotation/", "src/OpteriusDkim.Core/Signing/",
    ];

    [Fact]
    public void Conditional_operators_are_not_nested()
    {
        var nested = SourceCode.All<ConditionalExpressionSyntax>()
            .Where(operation => operation.WhenTrue is ConditionalExpressionSyntax || operation.WhenFalse is ConditionalExpressionSyntax)
            .Select(SourceCode.PlaceOf).ToArray();
        Assert.DoesNotContain(nested, place => !Array.Exists(Exempt, folder => place.StartsWith(folder, StringComparison.Ordinal)));
    }
}
