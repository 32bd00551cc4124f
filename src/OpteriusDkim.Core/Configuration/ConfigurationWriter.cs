using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Configuration;

/// <summary>
/// Changes settings in the configuration file: comments and order stay, and the result is read before it replaces the file.
/// </summary>
/// <param name="path">The file; it may not exist yet.</param>
/// <param name="configuration">Names the folder of locks and backups.</param>
internal sealed class ConfigurationWriter(string path, DkimConfiguration configuration, TimeProvider clock)
{
    private const UnixFileMode Open = (UnixFileMode)0x1ED; // 0755

    private static readonly byte[] Empty = "{\n}\n"u8.ToArray();

    /// <summary>Determines what <see cref="ApplyAsync"/> writes; changes nothing.</summary>
    /// <returns>The edit; null if nothing changes.</returns>
    /// <exception cref="DkimException">The file can't be read, or something in it is wrong.</exception>
    public FileEdit? Plan(IReadOnlyList<SettingChange> changes)
    {
        var before = Path.Exists(path) ? ConfigurationFile.ReadBytes(path) : null;
        RequireSafe(before is not null);
        var content = before ?? Empty;
        var expected = ConfigurationFile.Parse(path, content).Flat();
        foreach (var change in changes)
        {
            var key = ConfigurationFile.FlatName(change.Pattern, change.Setting.Name);
            var wanted = change.Value is { } value ? ConfigurationFile.FlatValue(value) : null;
            if (expected.GetValueOrDefault(key) != wanted)
            {
                content = Changed(content, change);
                expected.Remove(key);
                if (wanted is not null)
                {
                    expected[key] = wanted;
                }
            }
        }

        if (content == before || (before is null && content == Empty))
        {
            return null;
        }

        var made = ConfigurationFile.Parse(path, content).Flat();
        return made.Count == expected.Count && expected.All(setting => made.GetValueOrDefault(setting.Key) == setting.Value)
            ? new FileEdit(path, before is null ? null : (ReadOnlyMemory<byte>?)before, content)
            : throw new BrokenDataException(FindingTable.ConfigurationNotEditable.With(("path", path)), path);
    }

    /// <summary>Makes the changes, under the file's lock and with a backup of the file.</summary>
    /// <returns>Whether anything was changed.</returns>
    /// <exception cref="DkimException">The file stays as it was.</exception>
    public async Task<bool> ApplyAsync(IReadOnlyList<SettingChange> changes, IProgressLog log, CancellationToken cancellation)
    {
        var state = configuration.StateDirectory;
        using var locks = await SigningLocks.AcquireAsync(state, [], [path], log, cancellation).ConfigureAwait(false);
        if (Plan(changes) is not { } edit)
        {
            return false;
        }

        if (edit.Before is null)
        {
            AtomicFolder.Ensure(Path.GetDirectoryName(path)!, Open, owner: null).Dispose();
        }

        var writer = new SigningWriter(new Backups(state, clock));
        writer.RemoveLeftovers([path]);
        writer.Write([edit], log);
        return true;
    }

    private static byte[] Changed(byte[] content, SettingChange change)
    {
        string[] names = change.Setting.Name.Split('.');
        string[] path = change.Pattern is null ? names : ["domains", change.Pattern, .. names];
        var text = ConfigurationFile.WithoutMark(content);
        return
        [
            .. content.AsSpan(0, content.Length - text.Length),
            .. change.Json is { } json ? JsonEditor.Set(text, path, json, IsSame) : JsonRemoval.Remove(text, path, IsSame),
        ];
    }

    /// <summary>A pattern is the same in any letter case and with a final dot.</summary>
    private static bool IsSame(string written, string wanted) =>
        written == wanted || (DomainPattern.Parse(wanted) is { } pattern && DomainPattern.Parse(written) == pattern);

    /// <summary>The file names commands that run as root, so nobody else may be able to replace it.</summary>
    private void RequireSafe(bool exists)
    {
        var folder = Path.GetDirectoryName(path)!;
        var problem = exists switch
        {
            true => new ScriptSafety().ProblemOf(path),
            _ when Directory.Exists(folder) => new ScriptSafety().ProblemOfFolder(folder),
            _ => null,
        };
        if (problem is not null)
        {
            throw new InaccessibleException(FindingTable.ConfigurationUnsafe.With(("path", path), ("problem", problem)), path);
        }
    }
}
