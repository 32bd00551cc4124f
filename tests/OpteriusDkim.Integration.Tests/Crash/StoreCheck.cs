namespace OpteriusDkim;

/// <summary>The invariants of a sandbox with one key, mail of example.com.</summary>
internal sealed class StoreCheck(Sandbox sandbox)
{
    private const int KeyMode = 0x180; // 0600

    // The signer's folders are accessible to its group, an ordinary user's to nobody else.
    private static readonly int FolderMode = FileState.KeyOwner == FileOwner.Caller ? 0x1C0 /* 0700 */ : 0x1E8 /* 0750 */;

    private readonly List<string> problems = [];

    /// <summary>The key's file.</summary>
    public string KeyPath => Path.Combine(sandbox.Keys, "example.com", "mail.private");

    /// <summary>The record's file.</summary>
    public string RecordPath => Path.Combine(sandbox.Keys, "example.com", "mail.txt");

    /// <summary>The key's text; null where there is none.</summary>
    public string? Key => File.Exists(KeyPath) ? File.ReadAllText(KeyPath) : null;

    /// <summary>The problems, whether or not a run was interrupted.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync()
    {
        problems.Clear();
        var files = await FileState.BelowAsync(sandbox.Root);
        CheckFolder(files, sandbox.Keys);
        CheckFolder(files, Path.GetDirectoryName(KeyPath)!);
        CheckSecrets(files);
        if (files.FirstOrDefault(file => file.Path == KeyPath) is { } key)
        {
            await CheckKeyAsync(key);
        }

        await CheckRecordAsync();
        return [.. problems];
    }

    /// <summary>The same, and leftovers that a completed run must not leave.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAfterRunAsync()
    {
        var found = new List<string>(await ProblemsAsync());
        var files = await FileState.BelowAsync(sandbox.Root);
        found.AddRange(files.Where(MustBeRemoved).Select(file => $"a leftover is still there: {file}"));
        if (File.Exists(KeyPath) && !File.Exists(RecordPath))
        {
            found.Add("the record's file was not made again");
        }

        return found;
    }

    /// <summary>Whether a backup of a key exists.</summary>
    public async Task<bool> HasBackupAsync(string key) => (await FileState.BelowAsync(Path.Combine(sandbox.State, "kept")))
        .Any(file => !file.IsFolder && !file.IsLeftover && File.ReadAllText(file.Path) == key);

    // An empty temporary folder next to the keys or the state is harmless.
    private bool MustBeRemoved(FileState file) =>
        file.IsLeftover && (!file.IsFolder || file.Path.StartsWith(sandbox.Keys + "/", StringComparison.Ordinal));

    private void CheckFolder(IReadOnlyList<FileState> files, string path)
    {
        var state = files.FirstOrDefault(file => file.Path == path);
        if (state is not null && (state.Mode != FolderMode || state.Owner != FileState.KeyOwner))
        {
            problems.Add($"the folder is {state}");
        }
    }

    private void CheckSecrets(IReadOnlyList<FileState> files) => problems.AddRange(
        from file in files
        where !file.IsFolder && File.ReadAllText(file.Path).Contains("PRIVATE KEY", StringComparison.Ordinal)
        where file.IsOpenToOthers || !(file.Owner == FileOwner.Caller || file.Owner == FileState.KeyOwner)
        select $"a private key lies open: {file}");

    private async Task CheckKeyAsync(FileState key)
    {
        if (key.Mode != KeyMode || key.Owner != FileState.KeyOwner)
        {
            problems.Add($"the key is {key}");
        }

        if (await OpenSsl.ProblemOfAsync(key.Path) is { } problem)
        {
            problems.Add($"the key is not whole: {problem}");
        }
    }

    private async Task CheckRecordAsync()
    {
        if (!File.Exists(RecordPath))
        {
            return;
        }

        if (!File.Exists(KeyPath))
        {
            problems.Add("there is a record without a key");
        }
        else if (ZoneFileText.PublicKeyIn(await File.ReadAllTextAsync(RecordPath)) != await OpenSsl.PublicKeyOfAsync(KeyPath))
        {
            problems.Add("the record is that of another key");
        }
    }
}
