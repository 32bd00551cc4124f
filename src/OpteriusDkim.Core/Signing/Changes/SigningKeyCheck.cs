using OpteriusDkim.Names;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Permissions;

namespace OpteriusDkim.Signing.Changes;

/// <summary>Checks keys as the daemon would before they are configured. Created for each run, because it caches.</summary>
internal sealed class SigningKeyCheck(KeySafety safety, SignerDaemon daemon)
{
    private readonly KeySafety cachedSafety = safety.WithFolderCache();
    private readonly Lazy<SignerIdentity> identity = new(() => SignerIdentity.Find(
        daemon.Type, daemon.Group is null ? daemon.User : $"{daemon.User}:{daemon.Group}", daemon.RequiresSafeKeys, safety.Accounts));

    /// <summary>The problems of a key for this daemon.</summary>
    /// <exception cref="DkimException">The key or its folders can't be examined.</exception>
    public IReadOnlyList<DkimFinding> ProblemsOf(string path) => cachedSafety.Problems(path, identity.Value);

    /// <summary>The reasons against changes whose key the daemon can't read or would refuse.</summary>
    public IReadOnlyDictionary<DomainName, DkimFinding> Refuse(IEnumerable<SigningChange> changes)
    {
        var refused = new Dictionary<DomainName, DkimFinding>();
        foreach (var change in changes)
        {
            if (change.To is { } key && ProblemOf(key.Path) is { } problem)
            {
                refused.Add(change.Domain, problem);
            }
        }

        return refused;
    }

    private DkimFinding? ProblemOf(string path)
    {
        try
        {
            return ProblemsOf(path).FirstOrDefault(finding => finding.Severity == FindingSeverity.Error);
        }
        catch (DkimException exception)
        {
            return exception.Finding;
        }
    }
}
