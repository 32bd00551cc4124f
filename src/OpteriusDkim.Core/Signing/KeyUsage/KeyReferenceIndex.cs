using System.Diagnostics;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.KeyUsage;

/// <summary>
/// The keys that signers use, found by any name of a key's file. Links, folders and mounts can change while a command runs, and
/// no file of the configuration shows it, so the index is outdated after a moment.
/// </summary>
internal sealed class KeyReferenceIndex
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    /// <summary>With many keys no more than a tenth of a command's time goes into following their paths.</summary>
    private const int TimesItsOwnTime = 10;

    private readonly long since = Stopwatch.GetTimestamp();
    private readonly TimeSpan longest;
    private readonly KeyReference[] templates;
    private readonly Dictionary<string, List<KeyReference>> byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KeyReference>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeyReference> byFolder = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<string, KeyReference>> byRecord;

    /// <summary>Follows each path.</summary>
    /// <param name="references">The places that name keys.</param>
    /// <param name="readingProblem">Why a signer's configuration couldn't be read; null where all were.</param>
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

        longest = Shortest + (Stopwatch.GetElapsedTime(since) * TimesItsOwnTime);
    }

    /// <summary>All places.</summary>
    public IReadOnlyList<KeyReference> All { get; }

    /// <summary>Those that name a file.</summary>
    public IEnumerable<KeyReference> Files => All.Where(reference => reference.Path.Length > 0);

    /// <summary>Why a signer's configuration couldn't be read; null where all were.</summary>
    public InaccessibleException? ReadingProblem { get; }

    /// <summary>Why it isn't known where a path leads; null where all could be followed.</summary>
    public InaccessibleException? FollowingProblem { get; private set; }

    /// <summary>Whether the paths have to be followed again.</summary>
    public bool IsOutdated => Stopwatch.GetElapsedTime(since) >= longest;

    /// <summary>The same places, their paths as they lead now.</summary>
    public KeyReferenceIndex FollowedAgain() => new(All, ReadingProblem);

    /// <summary>The places that sign under a record's name, with whatever key.</summary>
    public IEnumerable<KeyReference> SigningAs(RecordName name) => byRecord.Value[RecordOf(name.Selector.Value, name.Domain.Value)];

    /// <summary>The places that name a key's file or what is derived from it beside it, by whatever name.</summary>
    public IEnumerable<KeyReference> NamesOf(string path) => ByPath(path).Concat(ByName(path)).Distinct();

    /// <summary>The places that name a key's file by its path; where there are none, those that name the same file otherwise.</summary>
    public IReadOnlyList<KeyReference> NearestTo(string path)
    {
        KeyReference[] exact = [.. ByPath(path)];
        return exact.Length > 0 ? exact : [.. ByName(path).Distinct()];
    }

    /// <summary>The places whose path passes a folder on the way to a file elsewhere.</summary>
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

    /// <summary>A hard link, another mount, or a link that is the key's own name.</summary>
    private IEnumerable<KeyReference> ByName(string path)
    {
        var folder = FileStatus.Of(Path.GetDirectoryName(path) ?? "/")?.Identity;
        return FilesOf(path).SelectMany(file =>
            In(byName, FileStatus.Of(file)?.Identity).Concat(In(byName, folder is null ? null : $"{folder}/{Path.GetFileName(file)}")));
    }

    private void Add(KeyReference reference, PathWalk walk)
    {
        foreach (var way in Follow(reference, walk))
        {
            Add(byPath, way.Path, reference);
            foreach (var name in way.File is { } file ? way.Names.Append(file) : way.Names)
            {
                Add(byName, name, reference);
            }

            foreach (var folder in way.Folders)
            {
                byFolder.TryAdd(folder, reference);
            }
        }
    }

    private IReadOnlyList<WalkedPath> Follow(KeyReference reference, PathWalk walk)
    {
        try
        {
            return walk.Of(reference.Written);
        }
        catch (InaccessibleException exception)
        {
            // Where it leads, nobody can tell; its own path is known.
            FollowingProblem ??= exception;
            return reference.IsTemplate ? [] : [new WalkedPath(ResolvedPath.Of(reference.Path), [], [], null)];
        }
    }
}
