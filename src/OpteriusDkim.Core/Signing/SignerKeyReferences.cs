namespace OpteriusDkim;

/// <summary>Tells which signer names a key file; the signers' files are read once, when it is first asked.</summary>
public sealed class SignerKeyReferences
{
    private readonly Lazy<ILookup<string, KeyReference>> paths;
    private readonly Lazy<IReadOnlyList<KeyReference>> references;

    /// <summary>Looks where the configuration points.</summary>
    /// <param name="configuration">The effective configuration.</param>
    public SignerKeyReferences(DkimConfiguration configuration)
    {
        references = new(() =>
        [
            .. OpenDkimKeyReferences.In(configuration.OpenDkimConfigurationPath),
            .. RspamdKeyReferences.In(configuration.RspamdFolder),
        ]);
        paths = new(() => references.Value.Where(reference => !reference.IsTemplate).ToLookup(reference => ResolvedPath.Of(reference.Path)));
    }

    /// <summary>The first place that names a key file, or null.</summary>
    /// <param name="path">The key's path.</param>
    /// <exception cref="InaccessibleException">A signer's file can't be read, so that nobody knows.</exception>
    public KeyReference? To(string path) =>
        paths.Value[ResolvedPath.Of(path)].FirstOrDefault()
        ?? references.Value.FirstOrDefault(reference => reference.IsTemplate && reference.Names(path));

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
}
