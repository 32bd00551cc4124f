using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>
/// Judges key files as signers do: whether they can read them, and whether they take them for safe. Every folder of the
/// resolved path counts, from the root on.
/// </summary>
internal sealed class KeySafety(IPathStatus paths, IAccounts accounts)
{
    private const int Read = 4;
    private const int Search = 1;

    private readonly SafeKeyRules rules = new(accounts);

    /// <summary>Judges by this host's files and users.</summary>
    public KeySafety()
        : this(new SystemPathStatus(), new SystemAccounts())
    {
    }

    /// <summary>Knows users and groups.</summary>
    public IAccounts Accounts => accounts;

    internal SafeKeyRules Rules => rules;

    /// <summary>The same, for many keys at the same moment: no folder is looked at twice.</summary>
    internal KeySafety LookingOnce() => new(new FoldersOnce(paths), accounts);

    /// <summary>Judges a key's file and each folder above it.</summary>
    /// <param name="path">The key's path, absolute.</param>
    /// <param name="signers">Those that are to sign with it.</param>
    /// <returns>The components from the root to the file.</returns>
    /// <exception cref="InaccessibleException">The caller may not look at it.</exception>
    public IReadOnlyList<KeyPathComponent> Judge(string path, IReadOnlyList<SignerIdentity> signers)
    {
        var resolved = paths.Resolve(path);
        return [.. ComponentsOf(resolved).Select(component => JudgeOne(component, component == resolved, signers))];
    }

    /// <summary>What keeps signers from using a key, or others from being kept from it.</summary>
    /// <param name="path">The key's path, absolute.</param>
    /// <param name="signers">Those that are to sign with it.</param>
    /// <returns>Nothing where all is well. An error is what a signer refuses; a warning is what it takes all the same.</returns>
    /// <exception cref="InaccessibleException">The caller may not look at it.</exception>
    public IReadOnlyList<DkimFinding> Problems(string path, params IReadOnlyList<SignerIdentity> signers) =>
        [.. Judge(path, signers).SelectMany(component => component.Findings)];

    /// <summary>Judges one file or folder whose status is known.</summary>
    internal KeyPathComponent Judge(string path, FileStatus status, IReadOnlyList<SignerIdentity> signers) => new(
        path,
        status,
        [.. signers.SelectMany(signer => rules.Problems(path, status, signer)).DistinctBy(finding => finding.Message)],
        [.. signers.Where(signer => !signer.May(status, status.Kind == FileKind.Folder ? Search : Read))
            .Select(signer => Unreadable(path, status, signer))]);

    private KeyPathComponent JudgeOne(string path, bool isKey, IReadOnlyList<SignerIdentity> signers)
    {
        if (paths.Look(path) is not { } status)
        {
            return new KeyPathComponent(path, null, [], isKey ? [FindingTable.KeyFileMissing.With(("path", path))] : []);
        }

        return isKey && status.Kind != FileKind.File
            ? new KeyPathComponent(path, status, [], [FindingTable.KeyFileNotRegular.With(("path", path))])
            : Judge(path, status, signers);
    }

    private DkimFinding Unreadable(string path, FileStatus status, SignerIdentity signer) =>
        (status.Kind == FileKind.Folder ? FindingTable.FolderClosedToSigner : FindingTable.KeyClosedToSigner).With(
            ("path", path),
            ("signer", signer.Name),
            ("user", signer.User.Name),
            ("owner", rules.NameOf(status.Owner.User)),
            ("group", rules.GroupNameOf(status.Owner.Group)),
            ("mode", status.ModeText));

    /// <summary>Each folder from the root on, and the file.</summary>
    private static IEnumerable<string> ComponentsOf(string resolved)
    {
        yield return "/";
        for (var end = resolved.IndexOf('/', 1); end > 0; end = resolved.IndexOf('/', end + 1))
        {
            yield return resolved[..end];
        }

        yield return resolved;
    }
}
