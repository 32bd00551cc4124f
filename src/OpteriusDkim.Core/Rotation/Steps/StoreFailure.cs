using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation.Steps;

/// <summary>Failures of the key store, which become findings: the next run tries again.</summary>
internal static class StoreFailure
{
    /// <summary>The finding of an action that failed; none where it succeeded.</summary>
    /// <exception cref="InUseException">A key is in use, which another try doesn't change.</exception>
    public static async Task<IReadOnlyList<DkimFinding>> OfAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
            return [];
        }
        catch (DkimException exception) when (exception is not InUseException)
        {
            return [exception.Finding];
        }
    }
}
