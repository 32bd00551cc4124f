using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Permissions;

namespace OpteriusDkim;

/// <summary>The permissions of a key file or of a folder in its path, with respect to the signers.</summary>
#pragma warning disable CA1711 // The type describes a permission; it isn't a security permission of .NET.
public sealed class DkimKeyPermission
#pragma warning restore CA1711
{
    private DkimKeyPermission(RecordName name, KeyPathComponent component, SafeKeyRules rules)
    {
        Domain = name.Domain.Value;
        Selector = name.Selector.Value;
        Path = component.Path;
        Owner = component.Status is { } status ? rules.NameOf(status.Owner.User) : null;
        Group = component.Status is { } again ? rules.GroupNameOf(again.Owner.Group) : null;
        Mode = component.Status?.ModeText;
        IsSafe = component.Status is not null && component.Unsafe.Count == 0;
        IsReadable = component.Status is not null && component.Unreadable.Count == 0;
        Findings = component.Findings.ToDkimList();
    }

    /// <summary>The signing domain.</summary>
    public string Domain { get; }

    /// <summary>The selector.</summary>
    public string Selector { get; }

    /// <summary>The file or folder with links resolved.</summary>
    public string Path { get; }

    /// <summary>The name or uid of its owner; null if it doesn't exist.</summary>
    public string? Owner { get; }

    /// <summary>The name or gid of its group; null if it doesn't exist.</summary>
    public string? Group { get; }

    /// <summary>Its mode in octal, for example <c>0640</c>, with a plus sign if it has an access control list.</summary>
    public string? Mode { get; }

    /// <summary>Whether the signers consider it safe: other users can't read or replace the key.</summary>
    public bool IsSafe { get; }

    /// <summary>Whether every signer can read the file or search the folder.</summary>
    public bool IsReadable { get; }

    /// <summary>The problems for each signer, with advice.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; }

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>The key file, its folder, and the folders above with findings.</summary>
    internal static IReadOnlyList<DkimKeyPermission> Of(RecordName name, IReadOnlyList<KeyPathComponent> components, KeySafety safety) =>
    [
        .. components
            .Where((component, at) => at >= components.Count - 2 || component.Findings.Count > 0)
            .Select(component => new DkimKeyPermission(name, component, safety.Rules)),
    ];

    /// <summary>Path, owner and mode on one line.</summary>
    public override string ToString() => $"{Path} {Owner}:{Group} {Mode}";
}
