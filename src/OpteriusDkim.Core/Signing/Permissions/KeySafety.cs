using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>
/// Checks key files as signers do: whether they can read them and consider them safe. Every folder of the resolved path
/// is checked.
/// </summary>
internal sealed class KeySafety(IPathStatus paths, IAccounts accounts)
{
    private const int Read = 4;
    private const int Search = 1;

    private readonly SafeKeyRules rules = new(accounts);

    /// <summary>Uses the files and users of this host.</summary>
    public KeySafety()
        : this(new SystemPathStatus(), new SystemAccounts())
    {
    }

    public IAccounts Accounts => accounts;

    internal SafeKeyRules Rules => rules;

    /// <summary>A copy that caches folders, for many keys that are checked at the same time.</summary>
    internal KeySafety WithFolderCache() => new(new FoldersOnce(paths), accounts);

    /// <summary>Checks a key file and each folder above it.</summary>
    /// <param name="path">The absolute path of the key.</param>
    /// <returns>The components from the root to the file.</returns>
    /// <exception cref="InaccessibleException">The caller can't read a status.</exception>
    public IReadOnlyList<KeyPathComponent> Assess(string path, IReadOnlyList<SignerIdentity> signers)
    {
        var resolved = paths.Resolve(path);
        return [.. ComponentsOf(resolved).Select(component => AssessComponent(component, component == resolved, signers))];
    }

    /// <summary>The problems by which signers can't use a key, or other users can read or replace it.</summary>
    /// <param name="path">The absolute path of the key.</param>
    /// <returns>Errors if a signer refuses the key, warnings if it accepts it.</returns>
    /// <exception cref="InaccessibleException">The caller can't read a status.</exception>
    public IReadOnlyList<DkimFinding> Problems(string path, params IReadOnlyList<SignerIdentity> signers) =>
        [.. Assess(path, signers).SelectMany(component => component.Findings)];

    /// <summary>Checks a file or folder with a known status.</summary>
    internal KeyPathComponent Assess(string path, FileStatus status, IReadOnlyList<SignerIdentity> signers) => new(
        path,
        status,
        [.. signers.SelectMany(signer => rules.Problems(path, status, signer)).DistinctBy(finding => finding.Message)],
        [.. signers.Where(signer => !signer.May(status, status.Kind == FileKind.Folder ? Search : Read))
            .Select(signer => Unreadable(path, status, signer))]);

    private KeyPathComponent AssessComponent(string path, bool isKey, IReadOnlyList<SignerIdentity> signers)
    {
        if (paths.StatusOf(path) is not { } status)
        {
            return new KeyPathComponent(path, null, [], isKey ? [FindingTable.KeyFileMissing.With(("path", path))] : []);
        }

        return isKey && status.Kind != FileKind.File
            ? new KeyPathComponent(path, status, [], [FindingTable.KeyFileNotRegular.With(("path", path))])
            : Assess(path, status, signers);
    }

    private DkimFinding Unreadable(string path, FileStatus status, SignerIdentity signer) =>
        (status.Kind == FileKind.Folder ? FindingTable.FolderClosedToSigner : FindingTable.KeyClosedToSigner).With(
            ("path", path),
            ("signer", signer.Name),
            ("user", signer.User.Name),
            ("owner", rules.NameOf(status.Owner.User)),
            ("group", rules.GroupNameOf(status.Owner.Group)),
            ("mode", status.ModeText));

    /// <summary>The folders from the root, and the file.</summary>
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
