namespace OpteriusDkim;

/// <summary>Tells which signer names a key file. The signers' files are read again when one of them has changed.</summary>
/// <param name="configuration">Says where they are.</param>
public sealed class SignerKeyReferences(DkimConfiguration configuration)
{
    private readonly object gate = new();
    private Snapshot? snapshot;

    /// <summary>The first place that names a key file, or its bare form beside it; null where none does.</summary>
    /// <param name="path">The key's path.</param>
    /// <exception cref="InaccessibleException">A signer's file can't be read, so that nobody knows.</exception>
    public KeyReference? To(string path)
    {
        return In(Current(), path).FirstOrDefault();
    }

    /// <summary>The signers that name a key file.</summary>
    /// <param name="path">The key's path.</param>
    /// <exception cref="InaccessibleException">A signer's file can't be read, so that nobody knows.</exception>
    public IReadOnlySet<SignerType> SignersOf(string path)
    {
        return In(Current(), path).Select(reference => reference.Signer).ToHashSet();
    }

    /// <summary>The signers that name a file in a folder or below it.</summary>
    /// <param name="folder">The folder, links followed.</param>
    /// <exception cref="InaccessibleException">A signer's file can't be read, so that nobody knows.</exception>
    public IReadOnlySet<SignerType> SignersBelow(string folder)
    {
        var now = Current();
        return now.Paths.SelectMany(references => references)
            .Concat(now.Templates)
            .Where(reference => reference.LeadsInto(folder))
            .Select(reference => reference.Signer)
            .ToHashSet();
    }

    /// <summary>The first place that names a key file, or signs under a record's name with whatever file, or null.</summary>
    /// <param name="name">The record's name.</param>
    /// <param name="path">The path of its key.</param>
    /// <exception cref="InaccessibleException">A signer's file can't be read, so that nobody knows.</exception>
    public KeyReference? To(RecordName name, string path)
    {
        var now = Current();
        return To(path) ?? now.Paths.SelectMany(references => references).Concat(now.Templates).FirstOrDefault(reference =>
            name.Domain.Value.Equals(reference.Domain, StringComparison.OrdinalIgnoreCase)
            && name.Selector.Value.Equals(reference.Selector, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Refuses to change a key file that a signer uses.</summary>
    /// <param name="path">The key's path.</param>
    /// <exception cref="InUseException">It is named.</exception>
    /// <exception cref="InaccessibleException">A signer's file can't be read, so that nobody knows.</exception>
    public void RequireUnused(string path)
    {
        if (To(path) is { } reference)
        {
            throw new InUseException(FindingTable.KeyInUse.With(("path", path), ("source", reference.Source)), path);
        }
    }

    private static IEnumerable<KeyReference> In(Snapshot snapshot, string path) =>
        new[] { path, SeedFile.Beside(path) }.SelectMany(name => snapshot.Paths[ResolvedPath.Of(name)])
            .Concat(snapshot.Templates.Where(reference => reference.Names(path)));

    private Snapshot Current()
    {
        lock (gate)
        {
            return snapshot is { Files.HaveChanged: false } still ? still : snapshot = Read();
        }
    }

    private Snapshot Read()
    {
        var files = new SignerFiles();
        KeyReference[] references =
        [
            .. OpenDkimKeyReferences.In(configuration.OpenDkimConfigurationPath, files, configuration.Configured(SignerType.OpenDkim)),
            .. RspamdKeyReferences.In(configuration.RspamdFolder, files, configuration.Configured(SignerType.Rspamd)),
        ];
        return new Snapshot(
            files,
            references.Where(reference => !reference.IsTemplate).ToLookup(reference => ResolvedPath.Of(reference.Path)),
            [.. references.Where(reference => reference.IsTemplate)]);
    }

    private sealed record Snapshot(SignerFiles Files, ILookup<string, KeyReference> Paths, IReadOnlyList<KeyReference> Templates);
}
