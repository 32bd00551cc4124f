using OpteriusDkim.Names;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Permissions;

namespace OpteriusDkim.Signing.Changes;

/// <summary>Judges keys as the daemon would, before it is given them; created for each run.</summary>
internal sealed class SigningKeyCheck(KeySafety safety, SignerDaemon daemon)
{
    private readonly KeySafety judge = safety.LookingOnce();
    private readonly Lazy<SignerIdentity> identity = new(() => SignerIdentity.Find(
        daemon.Type, daemon.Group is null ? daemon.User : $"{daemon.User}:{daemon.Group}", daemon.RequiresSafeKeys, safety.Accounts));

    /// <summary>What is wrong with a key for this daemon; nothing where all is well.</summary>
    /// <exception cref="DkimException">Nobody can tell.</exception>
    public IReadOnlyList<DkimFinding> ProblemsOf(string path) => judge.Problems(path, identity.Value);

    /// <summary>Why changes can't be made: keys that the daemon couldn't read or wouldn't take.</summary>
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
