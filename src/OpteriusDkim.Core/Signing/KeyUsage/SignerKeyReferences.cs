using System.Diagnostics;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.OpenDkim;
using OpteriusDkim.Signing.Rspamd;

namespace OpteriusDkim.Signing.KeyUsage;

/// <summary>Finds the signers that use a key. Reads their configuration again when a file has changed.</summary>
/// <param name="redis">Reads Rspamd's keys in Redis. If null, all keys count as in use when Rspamd uses Redis.</param>
internal sealed class SignerKeyReferences(SignerSettings settings, IRedis? redis = null) : IKeyUsage
{
    private readonly LoadedKeys loaded = new(settings);
    private readonly object gate = new();
    private SignerFiles files = new();
    private KeyReferenceIndex? index;
    private long readAt;

    /// <summary>The first reference to a key file or to the file derived from it, or null.</summary>
    /// <exception cref="InaccessibleException">A signer's configuration can't be read.</exception>
    public KeyReference? To(string path)
    {
        return Known(path).NamesOf(path).FirstOrDefault();
    }

    public KeyUse? UseOf(string path) => To(path)?.Use;

    public IReadOnlyList<KeyUse> NearestUsesOf(string path) => [.. Known(path).NearestTo(path).Select(reference => reference.Use)];

    public IReadOnlyList<string> KeyFiles()
    {
        var now = Current();
        return now.ReadingProblem is { } problem
            ? throw problem
            : [.. now.Files.Where(reference => !reference.IsTemplate).Select(reference => reference.Path).Distinct()];
    }

    public KeyUse? UseThrough(string folder) => Known(folder).Through(folder).FirstOrDefault()?.Use;

    /// <summary>The signers with a reference to a key file.</summary>
    /// <exception cref="InaccessibleException">A signer's configuration can't be read.</exception>
    public IReadOnlySet<SignerType> SignersOf(string path)
    {
        return Known(path).NamesOf(path).Select(reference => reference.Signer).ToHashSet();
    }

    /// <summary>The signers with a reference to a file in a folder or below it.</summary>
    /// <param name="folder">The folder with links resolved.</param>
    /// <exception cref="InaccessibleException">A signer's configuration can't be read.</exception>
    public IReadOnlySet<SignerType> SignersBelow(string folder)
    {
        var now = Known(folder);
        return now.Files.Where(reference => reference.LeadsInto(folder))
            .Concat(now.Through(folder))
            .Select(reference => reference.Signer)
            .ToHashSet();
    }

    /// <summary>The first reference to a key file, else the first that signs with the record's selector and domain, or null.</summary>
    /// <param name="path">The path of its key.</param>
    /// <exception cref="InaccessibleException">A signer's configuration can't be read.</exception>
    public KeyReference? To(RecordName name, string path)
    {
        return To(path) ?? Known(path).SigningAs(name).FirstOrDefault();
    }

    public void RequireUnused(string path)
    {
        if (To(path) is { } reference)
        {
            throw InUse(path, reference);
        }

        if (Current().ResolutionProblem is { } problem && !IsForCallerAlone(path))
        {
            throw problem;
        }
    }

    public void RequireUnused(RecordName name, string path)
    {
        RequireUnused(path);
        if (Known(path).SigningAs(name).FirstOrDefault(reference => reference.Path.Length == 0) is { } copy)
        {
            throw InUse(path, copy);
        }

        try
        {
            loaded.RequireNotLoaded(name, path);
        }
        catch (InaccessibleException) when (!FileOwner.CallerIsRoot && IsForCallerAlone(path))
        {
            // No signer can have read it.
        }
    }

    private static InUseException InUse(string path, KeyReference reference)
    {
        var name = reference.Written.Length > 0 && !reference.Names(path) ? $" as {PrintableText.Clean(reference.Written)}" : "";
        return new InUseException(FindingTable.KeyInUse.With(("path", path), ("source", reference.Source), ("name", name)), path);
    }

    private static bool IsForCallerAlone(string path) => FileStatus.Of(path) is not { } file
        || (file.Owner.User == FileOwner.Caller.User && file is { GroupPermission: 0, OthersPermission: 0 });

    /// <summary>
    /// The references, if they can be determined for a key. If an ordinary user can't read Rspamd's configuration, a key that only
    /// this user can read isn't used by Rspamd, which has a user of its own.
    /// </summary>
    private KeyReferenceIndex Known(string path)
    {
        var now = Current();
        return now.ReadingProblem is { } problem && !IsForCallerAlone(path) ? throw problem : now;
    }

    /// <summary>
    /// The keys of daemons that run with other configurations than the configured one. If the configuration was set explicitly,
    /// others that can't be read are ignored.
    /// </summary>
    private List<KeyReference> OfOpenDkimProcesses(SignerFiles files, ref InaccessibleException? problem)
    {
        var references = new List<KeyReference>();
        var known = new HashSet<string>(StringComparer.Ordinal) { ResolvedPath.Of(settings.OpenDkimConfigurationPath) };
        foreach (var process in OpenDkimProcess.Running())
        {
            references.AddRange(OpenDkimKeyReferences.OfCommandLine(process));
            if (!known.Add(ResolvedPath.Of(process.ConfigurationPath)))
            {
                continue;
            }

            try
            {
                references.AddRange([.. OpenDkimKeyReferences.In(process.ConfigurationPath, files, process.ConfigurationPath)]);
            }
            catch (InaccessibleException) when (settings.OpenDkimPath is not null || !process.IsRunning)
            {
                // It may not be a signer of this store, or it has ended in the meantime.
            }
            catch (InaccessibleException exception) when (!FileOwner.CallerIsRoot)
            {
                problem ??= exception;
            }
        }

        return references;
    }

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

    /// <summary>
    /// Reads the configuration again if a file has changed, and resolves the paths again if the index has expired.
    /// </summary>
    private KeyReferenceIndex Current()
    {
        lock (gate)
        {
            if (index is null || files.HaveChanged || Stopwatch.GetElapsedTime(readAt) >= RspamdDump.Lifetime)
            {
                index = null;
                index = Read();
            }
            else if (index.IsOutdated)
            {
                index = index.Rebuild();
            }

            return index;
        }
    }

    private KeyReferenceIndex Read()
    {
        files = new SignerFiles();
        readAt = Stopwatch.GetTimestamp();
        KeyReference[] references =
        [
            .. OpenDkimKeyReferences.In(settings.OpenDkimConfigurationPath, files, settings.OpenDkimPath),
            .. OfRspamd(files, out var problem),
            .. OfOpenDkimProcesses(files, ref problem),
        ];
        return new KeyReferenceIndex(references, problem);
    }
}
