using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>
/// The requirements of RequireSafeKeys (opendkim.conf(5)) for a key file and each folder above it, as OpenDKIM 2.11
/// checks them. It ignores execute bits and access control lists, but a list's mask counts, because stat(2) returns it as
/// the group's bits of the mode.
/// </summary>
internal sealed class SafeKeyRules(IAccounts accounts)
{
    private const int Write = 2;
    private const int ReadOrWrite = 6;
    private const uint Root = 0;
    private const string RootName = "root";

    // OpenDKIM refuses a key that is readable by a group whose members it can't look up.
    private static readonly string[] NoSuchGroup = ["the group doesn't exist"];

    /// <summary>The problems of a file or folder for a signer.</summary>
    /// <returns>Errors if the signer refuses the key, warnings if it accepts it.</returns>
    public IEnumerable<DkimFinding> Problems(string path, FileStatus status, SignerIdentity signer) =>
        status.Kind == FileKind.Folder ? OfFolder(path, status, signer) : OfFile(path, status, signer);

    /// <summary>The users in a group other than root and the signer, by primary group or membership.</summary>
    public IReadOnlyList<string> OthersIn(uint group, SignerIdentity signer) => OthersIn(group, [signer]);

    /// <summary>The same for several signers.</summary>
    public IReadOnlyList<string> OthersIn(uint group, IReadOnlyList<SignerIdentity> signers) => accounts.FindGroup(group) is not { } known
        ? NoSuchGroup
        :
    [
        .. accounts.Users
            .Where(user => user.PrimaryGroup == group && user.Id != Root && signers.All(signer => signer.User.Id != user.Id))
            .Select(user => user.Name)
            .Concat(known.Members.Where(name => name != RootName && signers.All(signer => signer.User.Name != name)))
            .Distinct(),
    ];

    private IEnumerable<DkimFinding> OfFile(string path, FileStatus status, SignerIdentity signer)
    {
        if ((status.OthersPermission & ReadOrWrite) != 0)
        {
            yield return Violation(FindingTable.KeyOpenToEverybody, signer, ("path", path), ("mode", status.ModeText));
        }

        if (signer.Signer == SignerType.Rspamd)
        {
            yield break;
        }

        if (!IsOwn(status, signer))
        {
            yield return Violation(
                FindingTable.KeyOwnerUnsafe, signer, ("path", path), ("owner", NameOf(status.Owner.User)), ("user", signer.User.Name));
        }

        if ((status.GroupPermission & ReadOrWrite) != 0 && OthersIn(status.Owner.Group, signer) is { Count: > 0 } others)
        {
            yield return Violation(
                FindingTable.KeyGroupUnsafe, signer, ("path", path), ("mode", status.ModeText), ("group", GroupNameOf(status.Owner.Group)),
                ("others", Some(others)));
        }
    }

    private IEnumerable<DkimFinding> OfFolder(string path, FileStatus status, SignerIdentity signer)
    {
        // OpenDKIM ignores the sticky bit, which prevents users from removing files of others.
        var open = (status.OthersPermission & Write) != 0;
        if (open && (signer.Signer == SignerType.OpenDkim || !status.Mode.HasFlag(UnixFileMode.StickyBit)))
        {
            yield return Violation(FindingTable.FolderOpenToEverybody, signer, ("path", path), ("mode", status.ModeText));
        }

        if (signer.Signer == SignerType.Rspamd)
        {
            yield break;
        }

        if ((status.OwnerPermission & Write) != 0 && !IsOwn(status, signer))
        {
            yield return Violation(
                FindingTable.FolderOwnerUnsafe, signer, ("path", path), ("owner", NameOf(status.Owner.User)), ("user", signer.User.Name));
        }

        if ((status.GroupPermission & Write) != 0 && OthersIn(status.Owner.Group, signer) is { Count: > 0 } others)
        {
            yield return Violation(
                FindingTable.FolderGroupUnsafe, signer, ("path", path), ("mode", status.ModeText),
                ("group", GroupNameOf(status.Owner.Group)), ("others", Some(others)));
        }
    }

    /// <summary>The name of a user, or its uid.</summary>
    public string NameOf(uint user) => accounts.FindUser(user)?.Name ?? user.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The name of a group, or its gid.</summary>
    public string GroupNameOf(uint group) =>
        accounts.FindGroup(group)?.Name ?? group.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsOwn(FileStatus status, SignerIdentity signer) =>
        status.Owner.User is Root || status.Owner.User == signer.User.Id;

    private static DkimFinding Violation(FindingRule rule, SignerIdentity signer, params (string Name, object? Value)[] values)
    {
        var finding = rule.With(
        [
            .. values,
            ("consequence", signer.RequiresSafeKeys switch
            {
                true => "OpenDKIM refuses such keys and defers all mail of the domain",
                _ when signer.Signer == SignerType.OpenDkim => "OpenDKIM accepts it, because RequireSafeKeys is off",
                _ => "Rspamd accepts it anyway",
            }),
        ]);
        return signer.RequiresSafeKeys ? finding : finding with { Severity = FindingSeverity.Warning };
    }

    private static string Some(IReadOnlyList<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}
