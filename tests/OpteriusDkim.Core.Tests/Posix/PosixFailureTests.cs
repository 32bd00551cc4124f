namespace OpteriusDkim.Tests;

public sealed class PosixFailureTests
{
    [Theory]
    [InlineData(Libc.NoSpace, nameof(FindingTable.DiskFull))]
    [InlineData(Libc.QuotaExceeded, nameof(FindingTable.DiskFull))]
    [InlineData(Libc.AccessDenied, nameof(FindingTable.PermissionDenied))]
    [InlineData(Libc.NotPermitted, nameof(FindingTable.PermissionDenied))]
    [InlineData(Libc.ReadOnlyFileSystem, nameof(FindingTable.ReadOnlyFileSystem))]
    [InlineData(Libc.NotDirectory, nameof(FindingTable.NotAFolder))]
    [InlineData(Libc.TooManyFiles, nameof(FindingTable.TooManyOpenFiles))]
    [InlineData(Libc.TooManyInSystem, nameof(FindingTable.TooManyOpenFiles))]
    [InlineData(Libc.Exists, nameof(FindingTable.SystemFailure))]
    [InlineData(5, nameof(FindingTable.SystemFailure))]
    public void An_error_of_the_system_becomes_the_finding_that_gives_advice(int error, string code)
    {
        var exception = PosixFailure.Of("write", "/keys/x", error);
        Assert.Equal((code, "/keys/x"), (exception.Finding.Code, exception.Subject));
        Assert.Contains("/keys/x", exception.Message, StringComparison.Ordinal);
    }
}
