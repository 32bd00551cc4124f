using System.Diagnostics;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.KeyUsage;

/// <summary>
/// An index of the keys that signers use, by any path of a key file. Links, folders and mounts can change during a command
/// without a change of the configuration, so the index expires.
/// </summary>
internal sealed class KeyReferenceIndex
{
    private static readonly TimeSpan MinimumLifetime = TimeSpan.FromSeconds(2);

    /// <summary>Limits the time for resolving paths to a tenth of a command's time.</summary>
    private const int LifetimePerBuildTime = 10;

    private readonly long builtAt = Stopwatch.GetTimestamp();
    private readonly TimeSpan lifetime;
    private readonly KeyReference[] templates;
    private readonly Dictionary<string, List<KeyReference>> byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KeyReference>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeyReference> byFolder = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<string, KeyReference>> byRecord;

    /// <param name="references">The references to index.</param>
    /// <param name="readingProblem">Why a signer's configuration couldn't be read, or null.</param>
    public KeyReferenceIndex(IReadOnlyList<KeyReference> references, InaccessibleException? readingProblem)
    {
        All = references;
        ReadingProblem = readingProblem;
        byRecord = new Lazy<ILookup<string, KeyReference>>(() =>
            All.ToLookup(reference => RecordOf(reference.Selector, reference.Domain), StringComparer.OrdinalIgnoreCase));
        templates = [.. references.Where(reference => reference.IsTemplate)];
        var walk = new PathWalk();
        foreach (var reference in Files)
        {
            Add(reference, walk);
        }

        lifetime = MinimumLifetime + (Stopwatch.GetElapsedTime(builtAt) * LifetimePerBuildTime);
    }

    public IReadOnlyList<KeyReference> All { get; }

    /// <summary>Those with a file.</summary>
    public IEnumerable<KeyReference> Files => All.Where(reference => reference.Path.Length > 0);

    /// <summary>Why a signer's configuration couldn't be read, or null.</summary>
    public InaccessibleException? ReadingProblem { get; }

    /// <summary>Why a path couldn't be resolved, or null.</summary>
    public InaccessibleException? ResolutionProblem { get; private set; }

    /// <summary>Whether the paths have to be resolved again.</summary>
    public bool IsOutdated => Stopwatch.GetElapsedTime(builtAt) >= lifetime;

    /// <summary>The same references with their paths resolved again.</summary>
    public KeyReferenceIndex Rebuild() => new(All, ReadingProblem);

    /// <summary>The references that sign with a record's selector and domain, with any key.</summary>
    public IEnumerable<KeyReference> SigningAs(RecordName name) => byRecord.Value[RecordOf(name.Selector.Value, name.Domain.Value)];

    /// <summary>The references to a key file, or to the file derived from it, by any path.</summary>
    public IEnumerable<KeyReference> NamesOf(string path) => ByPath(path).Concat(ByName(path)).Distinct();

    /// <summary>The references to a key file by its path; if there are none, those by other paths of the file.</summary>
    public IReadOnlyList<KeyReference> NearestTo(string path)
    {
        KeyReference[] exact = [.. ByPath(path)];
        return exact.Length > 0 ? exact : [.. ByName(path).Distinct()];
    }

    /// <summary>The references whose path passes through a folder to a file elsewhere.</summary>
    public IEnumerable<KeyReference> Through(string folder) =>
        FileStatus.Of(folder)?.Identity is { } identity && byFolder.TryGetValue(identity, out var reference) ? [reference] : [];

    private static string RecordOf(string? selector, string? domain) => $"{selector}._domainkey.{domain}";

    private static string[] FilesOf(string path) => [path, SeedFile.Beside(path)];

    private static List<KeyReference> In(Dictionary<string, List<KeyReference>> lookup, string? key) =>
        key is not null && lookup.TryGetValue(key, out var references) ? references : [];

    private static void Add(Dictionary<string, List<KeyReference>> lookup, string key, KeyReference reference)
    {
        if (lookup.TryGetValue(key, out var references))
        {
            references.Add(reference);
        }
        else
        {
            lookup[key] = [reference];
        }
    }

    private IEnumerable<KeyReference> ByPath(string path) =>
        FilesOf(path).SelectMany(file => In(byPath, ResolvedPath.Of(file))).Concat(templates.Where(template => template.Names(path)));

    /// <summary>By a hard link, another mount, or a link in place of the key file.</summary>
    private IEnumerable<KeyReference> ByName(string path)
    {
        var folder = FileStatus.Of(Path.GetDirectoryName(path) ?? "/")?.Identity;
        return FilesOf(path).SelectMany(file =>
            In(byName, FileStatus.Of(file)?.Identity).Concat(In(byName, folder is null ? null : $"{folder}/{Path.GetFileName(file)}")));
    }

    private void Add(KeyReference reference, PathWalk walk)
    {
        foreach (var walked in Resolve(reference, walk))
        {
            Add(byPath, walked.Path, reference);
            foreach (var name in walked.File is { } file ? walked.Names.Append(file) : walked.Names)
            {
                Add(byName, name, reference);
            }

            foreach (var folder in walked.Folders)
            {
                byFolder.TryAdd(folder, reference);
            }
        }
    }

    private IReadOnlyList<WalkedPath> Resolve(KeyReference reference, PathWalk walk)
    {
        try
        {
            return walk.Of(reference.Written);
        }
        catch (InaccessibleException exception)
        {
            // Its target is unknown, but its own path still counts.
            ResolutionProblem ??= exception;
            return reference.IsTemplate ? [] : [new WalkedPath(ResolvedPath.Of(reference.Path), [], [], null)];
        }
    }
}
