using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Finds the signers that use a key. Their configuration is read again when one of its files has changed.</summary>
/// <param name="settings">Where they are.</param>
/// <param name="redis">Reads keys that Rspamd takes from Redis; null where that can't be done, and then each key counts as in use where Rspamd does so.</param>
public sealed class SignerKeyReferences(SignerSettings settings, IRedis? redis = null)
{
    private readonly object gate = new();
    private Snapshot? snapshot;

    /// <summary>The first place that names a key file, or its bare form beside it; null where none does.</summary>
    /// <param name="path">The key's path.</param>
    /// <exception cref="InaccessibleException">A signer's file can't be read, so that nobody knows.</exception>
    public KeyReference? To(string path)
    {
        return In(Known(path), path).FirstOrDefault();
    }

    /// <summary>All places that name a key file, or its bare form beside it.</summary>
    /// <param name="path">The key's path.</param>
    /// <exception cref="InaccessibleException">A signer's file can't be read, so that nobody knows.</exception>
    internal IReadOnlyList<KeyReference> AllTo(string path) => [.. In(Known(path), path)];

    /// <summary>The signers that name a key file.</summary>
    /// <param name="path">The key's path.</param>
    /// <exception cref="InaccessibleException">A signer's file can't be read, so that nobody knows.</exception>
    public IReadOnlySet<SignerType> SignersOf(string path)
    {
        return In(Known(path), path).Select(reference => reference.Signer).ToHashSet();
    }

    /// <summary>The signers that name a file in a folder or below it.</summary>
    /// <param name="folder">The folder, links followed.</param>
    /// <exception cref="InaccessibleException">A signer's file can't be read, so that nobody knows.</exception>
    public IReadOnlySet<SignerType> SignersBelow(string folder)
    {
        var now = Known(folder);
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
        var now = Known(path);
        return To(path) ?? now.Paths.SelectMany(references => references).Concat(now.Templates).Concat(now.Elsewhere)
            .FirstOrDefault(reference => IsFor(reference, name));
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

    /// <summary>Refuses to change a key that a signer uses, by its file or from a copy elsewhere, such as in Redis.</summary>
    /// <param name="name">The record's name.</param>
    /// <param name="path">The path of its key.</param>
    /// <exception cref="InUseException">It is in use.</exception>
    /// <exception cref="InaccessibleException">A signer's configuration can't be read, so that the key counts as in use.</exception>
    public void RequireUnused(RecordName name, string path)
    {
        RequireUnused(path);
        if (Known(path).Elsewhere.FirstOrDefault(reference => IsFor(reference, name)) is { } copy)
        {
            throw new InUseException(FindingTable.KeyInUse.With(("path", path), ("source", copy.Source)), path);
        }
    }

    private static bool IsFor(KeyReference reference, RecordName name) =>
        name.Domain.Value.Equals(reference.Domain, StringComparison.OrdinalIgnoreCase)
        && name.Selector.Value.Equals(reference.Selector, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<KeyReference> In(Snapshot snapshot, string path) =>
        new[] { path, SeedFile.Beside(path) }.SelectMany(name => snapshot.Paths[ResolvedPath.Of(name)])
            .Concat(snapshot.Templates.Where(reference => reference.Names(path)));

    /// <summary>
    /// What the signers use. Where an ordinary user can't read Rspamd's configuration, nobody knows, but a key that only this user can read
    /// is none of Rspamd's: it reads keys as a user of its own.
    /// </summary>
    private Snapshot Known(string path)
    {
        var now = Current();
        return now.RspamdUnknown is { } problem && !IsForCallerAlone(path) ? throw problem : now;
    }

    private static bool IsForCallerAlone(string path) => FileStatus.Of(path) is not { } file
        || (file.Owner.User == FileOwner.Caller.User && file is { GroupPermission: 0, OthersPermission: 0 });

    private IEnumerable<KeyReference> OfRspamd(SignerFiles files, out InaccessibleException? problem)
    {
        problem = null;
        try
        {
            return RspamdKeyReferences.In(settings.RspamdFolder, files, settings.RspamdPath, redis);
        }
        catch (InaccessibleException exception) when (!FileOwner.CallerIsRoot)
        {
            problem = exception;
            return [];
        }
    }

    private Snapshot Current()
    {
        lock (gate)
        {
            return snapshot is { Files.HaveChanged: false } still && Stopwatch.GetElapsedTime(still.Since) < RspamdDump.Longest ? still : snapshot = Read();
        }
    }

    private Snapshot Read()
    {
        var files = new SignerFiles();
        KeyReference[] references =
        [
            .. OpenDkimKeyReferences.In(settings.OpenDkimConfigurationPath, files, settings.OpenDkimPath),
            .. OfRspamd(files, out var problem),
        ];
        return new Snapshot(
            files,
            Stopwatch.GetTimestamp(),
            references.Where(reference => reference.Path.Length > 0)
                .SelectMany(reference => PathsOf(reference).Select(path => (Path: path, Reference: reference)))
                .ToLookup(named => named.Path, named => named.Reference),
            [.. references.Where(reference => reference.IsTemplate)],
            [.. references.Where(reference => reference.Path.Length == 0)],
            problem);
    }

    /// <summary>The files that a reference names, links followed; for a template those that are there.</summary>
    private static IEnumerable<string> PathsOf(KeyReference reference) => reference.IsTemplate
        ? TemplatePaths.Of(reference.Path).Select(ResolvedPath.Of)
        : [ResolvedPath.Of(reference.Path)];

    private sealed record Snapshot(
        SignerFiles Files, long Since, ILookup<string, KeyReference> Paths, IReadOnlyList<KeyReference> Templates, IReadOnlyList<KeyReference> Elsewhere,
        InaccessibleException? RspamdUnknown);
}
