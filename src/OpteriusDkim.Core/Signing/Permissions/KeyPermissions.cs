using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>Finds the signers that have to read a key, checks its permissions and plans their repair.</summary>
internal sealed class KeyPermissions
{
    private readonly SignerSettings settings;
    private readonly SignerKeyReferences references;
    private readonly string keyDirectory;
    private readonly KeySafety safety;
    private readonly PermissionRepair repair;
    private readonly Dictionary<SignerType, SignerIdentity> identities = [];

    /// <param name="references">Finds the signers that use a key.</param>
    /// <param name="keyDirectory">The store's folder. Nothing outside it is changed.</param>
    public KeyPermissions(SignerSettings settings, SignerKeyReferences references, string keyDirectory, KeySafety safety)
    {
        this.settings = settings;
        this.references = references;
        this.keyDirectory = ResolvedPath.Of(Path.GetFullPath(keyDirectory));
        this.safety = safety;
        repair = new PermissionRepair(safety);
    }

    /// <summary>The signers that have to read a key: the host's signer, and every signer that uses the key in its tables.</summary>
    /// <param name="requested">Signers named by the user; empty for the default.</param>
    /// <exception cref="NotFoundException">There is no signer, or its user doesn't exist.</exception>
    /// <exception cref="InaccessibleException">The signers that use the key can't be determined.</exception>
    public IReadOnlyList<SignerIdentity> SignersOf(string path, IReadOnlyList<SignerType> requested)
    {
        if (requested.Count > 0)
        {
            return Identities(requested);
        }

        var users = references.SignersOf(path);
        SignerType[] signers = users.Count > 0 && settings.IsAmbiguous ? [.. users] : [.. Configured(), .. users];
        return signers.Length > 0 ? Identities(signers) : throw new NotFoundException(FindingTable.NoSigner.With(), path);
    }

    /// <summary>Checks the permissions of a key.</summary>
    /// <param name="requested">Signers named by the user; empty for those that use the key.</param>
    /// <exception cref="DkimException">The permissions or the signers can't be determined.</exception>
    public IReadOnlyList<DkimKeyPermission> Test(RecordName name, string path, IReadOnlyList<SignerType> requested) =>
        DkimKeyPermission.Of(name, safety.Assess(path, SignersOf(path, requested)), safety);

    /// <summary>Plans the repair of a key file and its folders.</summary>
    /// <param name="requested">Signers named by the user, in addition to those that use the key.</param>
    /// <exception cref="DkimException">The permissions or the signers can't be determined.</exception>
    public PermissionPlan Plan(string path, IReadOnlyList<SignerType> requested)
    {
        var signers = Identities([.. SignersOf(path, requested).Select(signer => signer.Signer), .. references.SignersOf(path)]);
        var components = safety.Assess(path, signers);
        var changes = new List<PermissionChange>();
        var left = new List<DkimFinding>();
        foreach (var component in components.Where(component => component.Findings.Count > 0))
        {
            Plan(component, component == components[^1] ? signers : WithOthersBelow(component.Path, signers), changes, left);
        }

        return new PermissionPlan(changes, left);
    }

    private void Plan(
        KeyPathComponent component, IReadOnlyList<SignerIdentity> signers, List<PermissionChange> changes, List<DkimFinding> left)
    {
        if (ReasonNotToRepair(component) is { } reason)
        {
            left.AddRange(component.Findings.Select(finding => FindingTable.RepairNotOurs.With(
                ("reason", reason), ("problem", finding.Message), ("advice", finding.Advice))));
        }
        else if (repair.Plan(component.Path, component.Status!, signers) is { } change)
        {
            changes.Add(change);
        }
        else
        {
            left.Add(FindingTable.RepairImpossible.With(
                ("path", component.Path), ("signers", string.Join(", ", signers.Select(signer => signer.Name)))));
        }
    }

    /// <summary>Why a repair may not change a file or folder, or null.</summary>
    private string? ReasonNotToRepair(KeyPathComponent component)
    {
        if (component.Status is not { } status)
        {
            return "it doesn't exist";
        }

        if (!(component.Path + "/").StartsWith(keyDirectory + "/", StringComparison.Ordinal))
        {
            return $"it is outside the key directory {keyDirectory}";
        }

        if (component.Path.LastIndexOf('/') == 0)
        {
            return "it is a system folder";
        }

        if (status.Kind == FileKind.Other)
        {
            return "it is neither a file nor a folder";
        }

        if (status.Mode.HasFlag(UnixFileMode.StickyBit))
        {
            return "its sticky bit shows that it is shared by several users";
        }

        if (status.Kind == FileKind.File && status.Links > 1)
        {
            return "the file has another hard link, which may be used by others";
        }

        return null;
    }

    /// <summary>Other signers that use keys in the folder have to keep their access.</summary>
    private IReadOnlyList<SignerIdentity> WithOthersBelow(string folder, IReadOnlyList<SignerIdentity> signers) =>
        Identities([.. signers.Select(signer => signer.Signer), .. references.SignersBelow(folder)]);

    private SignerType[] Configured() => settings.Signer is { } signer ? [signer] : [];

    private IReadOnlyList<SignerIdentity> Identities(IReadOnlyList<SignerType> signers) =>
        [.. signers.Distinct().Order().Select(IdentityOf)];

    private SignerIdentity IdentityOf(SignerType signer) => identities.TryGetValue(signer, out var known)
        ? known
        : identities[signer] = settings.IdentityOf(signer, safety.Accounts);
}
