namespace OpteriusDkim;

/// <content>Waiting for a record.</content>
public sealed partial class TestDkimDnsCommand
{
    private async Task<DkimDnsTest> WaitAsync(StoredKey key, CancellationToken stopping)
    {
        var warned = false;
        return await wait!.UntilVerifiedAsync(
            key,
            WaitTimeout,
            (test, next) =>
            {
                Work.ShowWait(key.RecordName.Value, $"{string.Join("; ", test.Servers)}. Checks again at {next:HH:mm:ss}Z.", next);
                if (!warned && test.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } cause)
                {
                    Work.Warn(cause);
                }

                warned = true;
            },
            stopping).ConfigureAwait(false);
    }
}
