using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Permissions;

/// <summary>Who has to be able to read a key, whether he can, and what has to be changed for that.</summary>
internal sealed class KeyPermissions
{
    private readonly SignerSettings settings;
    private readonly SignerKeyReferences references;
    private readonly string keyDirectory;
    private readonly KeySafety safety;
    private readonly PermissionRepair repair;
    private readonly Dictionary<SignerType, SignerIdentity> identities = [];

    /// <summary>Judges the keys of a store.</summary>
    /// <param name="references">Tells which signers use a key.</param>
    /// <param name="keyDirectory">The store's folder; nothing outside it is ever changed.</param>
    public KeyPermissions(SignerSettings settings, SignerKeyReferences references, string keyDirectory, KeySafety safety)
    {
        this.settings = settings;
        this.references = references;
        this.keyDirectory = ResolvedPath.Of(Path.GetFullPath(keyDirectory));
        this.safety = safety;
        repair = new PermissionRepair(safety);
    }

    /// <summary>Who has to read a key: the host's signer, and every signer that names the key in its tables.</summary>
    /// <param name="asked">Signers that a person named; none for all of these.</param>
    /// <exception cref="NotFoundException">There is no signer, or the system doesn't know its user.</exception>
    /// <exception cref="InaccessibleException">Nobody can tell which signers use the key.</exception>
    public IReadOnlyList<SignerIdentity> SignersOf(string path, IReadOnlyList<SignerType> asked)
    {
        if (asked.Count > 0)
        {
            return Identities(asked);
        }

        var users = references.SignersOf(path);
        SignerType[] signers = users.Count > 0 && settings.IsAmbiguous ? [.. users] : [.. Configured(), .. users];
        return signers.Length > 0 ? Identities(signers) : throw new NotFoundException(FindingTable.NoSigner.With(), path);
    }

    /// <summary>Judges a key.</summary>
    /// <param name="asked">Signers that a person named; none for those that use it.</param>
    /// <exception cref="DkimException">Nobody can tell.</exception>
    public IReadOnlyList<DkimKeyPermission> Test(RecordName name, string path, IReadOnlyList<SignerType> asked) =>
        DkimKeyPermission.Of(name, safety.Judge(path, SignersOf(path, asked)), safety);

    /// <summary>Works out what has to be changed of a key's file and folders.</summary>
    /// <param name="asked">Signers that a person named, beside those that use it already.</param>
    /// <exception cref="DkimException">Nobody can tell.</exception>
    public PermissionPlan Plan(string path, IReadOnlyList<SignerType> asked)
    {
        var signers = Identities([.. SignersOf(path, asked).Select(signer => signer.Signer), .. references.SignersOf(path)]);
        var components = safety.Judge(path, signers);
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
        if (NotOurs(component) is { } reason)
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

    /// <summary>Why a file or folder is none that a repair may change; null where it may.</summary>
    private string? NotOurs(KeyPathComponent component)
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

    /// <summary>A folder serves the keys of other domains too, and must go on to.</summary>
    private IReadOnlyList<SignerIdentity> WithOthersBelow(string folder, IReadOnlyList<SignerIdentity> signers) =>
        Identities([.. signers.Select(signer => signer.Signer), .. references.SignersBelow(folder)]);

    private SignerType[] Configured() => settings.Signer is { } signer ? [signer] : [];

    private IReadOnlyList<SignerIdentity> Identities(IReadOnlyList<SignerType> signers) =>
        [.. signers.Distinct().Order().Select(IdentityOf)];

    private SignerIdentity IdentityOf(SignerType signer) => identities.TryGetValue(signer, out var known)
        ? known
        : identities[signer] = settings.IdentityOf(signer, safety.Accounts);
}
