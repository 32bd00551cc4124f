namespace OpteriusDkim.Tests;

public sealed class DkimExceptionTests
{
    private static readonly DkimFinding Finding = FindingTable.KeyDataMissing.With();
    private static readonly IOException Cause = new("the cause");

    public static TheoryData<Type> Kinds =>
        [.. typeof(DkimException).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(DkimException)))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_exception_kind_carries_the_finding_its_target_and_its_cause(Type kind)
    {
        var exception = (DkimException)Activator.CreateInstance(kind, Finding, "the subject", Cause)!;
        Assert.Equal(Finding, exception.Finding);
        Assert.Equal(Finding.Message, exception.Message);
        Assert.Equal("the subject", exception.Subject);
        Assert.Same(Cause, exception.InnerException);
    }
}
