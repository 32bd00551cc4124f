using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>
/// Works out the least change after which a file or folder is safe and every signer can use it, by trying what it could
/// be made into against the rules that judge it. Pure: nothing is written.
/// </summary>
/// <param name="safety">The rules.</param>
internal sealed class PermissionRepair(KeySafety safety)
{
    /// <summary>Plans the change of one file or folder.</summary>
    /// <param name="path">Its path, links followed.</param>
    /// <param name="now">What it is.</param>
    /// <param name="signers">Who uses it.</param>
    /// <returns>The change; null where no change is right for all.</returns>
    public PermissionChange? Plan(string path, FileStatus now, IReadOnlyList<SignerIdentity> signers)
    {
        var candidates = new PermissionCandidates(safety.Rules, signers);
        var target = candidates.For(now).FirstOrDefault(state => IsRight(path, state, signers));
        if (target is null)
        {
            return null;
        }

        // Who can use the key now has to be able to at every moment between the steps, where there is an order for that.
        var served = signers.Where(signer => IsRight(path, now, [signer])).ToArray();
        var orders = Orders(now, target);
        var states = orders.Find(order => order.TrueForAll(
            state => !candidates.Widens(now, state) && served.All(signer => IsRight(path, state, [signer])))) ?? orders[0];
        return new PermissionChange(path, states, [.. states.Skip(1).Select((state, at) => Command(path, states[at], state))]);
    }

    private bool IsRight(string path, FileStatus status, IReadOnlyList<SignerIdentity> signers) =>
        safety.Judge(path, status, signers).Findings.Count == 0;

    /// <summary>The states between, by the orders that there are; the first one takes away before it gives.</summary>
    private static List<List<FileStatus>> Orders(FileStatus now, FileStatus target)
    {
        var narrowed = now with { Mode = now.Mode & target.Mode };
        return
        [
            Steps(now, narrowed, narrowed with { Owner = target.Owner }, target),
            Steps(now, now with { Owner = target.Owner }, target),
            Steps(now, target with { Owner = now.Owner }, target),
        ];
    }

    private static List<FileStatus> Steps(FileStatus now, params FileStatus[] next)
    {
        var states = new List<FileStatus> { now };
        states.AddRange(next.Where((state, at) => state != (at == 0 ? now : next[at - 1])));
        return states;
    }

    private string Command(string path, FileStatus from, FileStatus to)
    {
        if (from.Owner != to.Owner)
        {
            return $"{ChangeOwner(from.Owner, to.Owner)} {path}";
        }

        return to.Acl is null ? $"chmod {to.ModeText} {path}" : $"setfacl -m {AccessControl.Entries(from, to, safety.Rules.NameOf)} {path}";
    }

    private string ChangeOwner(FileOwner from, FileOwner to)
    {
        var user = from.User == to.User ? "" : safety.Rules.NameOf(to.User);
        return from.Group == to.Group ? $"chown {user}" : $"chown {user}:{safety.Rules.GroupNameOf(to.Group)}";
    }
}
