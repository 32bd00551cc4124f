using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Permissions;

namespace OpteriusDkim;

/// <summary>A key's file, or a folder on the way to it, as the signers find it.</summary>
#pragma warning disable CA1711 // What is looked at is a file's permission, and a permission is what it is called.
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

    /// <summary>The file or folder, links followed.</summary>
    public string Path { get; }

    /// <summary>The user that owns it, or its number; null where there is nothing.</summary>
    public string? Owner { get; }

    /// <summary>The group that owns it, or its number; null where there is nothing.</summary>
    public string? Group { get; }

    /// <summary>Its permissions in octal, such as <c>0640</c>, with a plus sign where an access control list adds to them.</summary>
    public string? Mode { get; }

    /// <summary>Whether it keeps the key from being read or replaced by others, as the signers judge that.</summary>
    public bool IsSafe { get; }

    /// <summary>Whether every signer can read it, or search it where it is a folder.</summary>
    public bool IsReadable { get; }

    /// <summary>What is wrong for whom, and what to do.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; }

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    /// <summary>Shows what matters of a key's path: the file, its folder, and whatever is wrong above.</summary>
    /// <param name="name">The key's name.</param>
    /// <param name="components">Its path, judged.</param>
    /// <param name="safety">Knows users and groups.</param>
    internal static IReadOnlyList<DkimKeyPermission> Of(RecordName name, IReadOnlyList<KeyPathComponent> components, KeySafety safety) =>
    [
        .. components
            .Where((component, at) => at >= components.Count - 2 || component.Findings.Count > 0)
            .Select(component => new DkimKeyPermission(name, component, safety.Rules)),
    ];

    /// <summary>Path, owner and mode on one line.</summary>
    public override string ToString() => $"{Path} {Owner}:{Group} {Mode}";
}
