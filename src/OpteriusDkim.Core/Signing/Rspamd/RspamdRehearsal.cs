namespace OpteriusDkim;

/// <summary>
/// Has Rspamd read an edit before it is made: in a folder of links that looks like its own, with the new file in the
/// place of the old. It has to load, and each block has to come to count.
/// </summary>
/// <param name="folder">The real folder.</param>
/// <param name="program">Rspamd's own programs.</param>
internal sealed class RspamdRehearsal(RspamdFolder folder, RspamdProgram program)
{
    /// <summary>Why the edit would not do, or null.</summary>
    /// <param name="edit">The edit.</param>
    public DkimFinding? ProblemOf(SigningEdit edit)
    {
        if (edit.Files.Count == 0)
        {
            return null;
        }

        var written = RspamdDomainFile.Of(folder.DomainFilePath, edit.Files[^1].After);
        return ProblemOf(edit.Files, settings =>
        {
            var counting = settings.Blocks().ToDictionary(block => block.Domain, block => block.Signatures);
            var missing = edit.Changes.Select(change => change.Domain).FirstOrDefault(domain => !Counts(domain, written, counting));
            return missing is null ? null : FindingTable.BlockNotEffective.With(("domain", missing), ("file", folder.DomainFilePath));
        });
    }

    /// <summary>Why Rspamd would not load files of local.d, or what is wrong with the settings that they come to; null for nothing.</summary>
    /// <param name="files">The files.</param>
    /// <param name="judge">Judges the settings.</param>
    public DkimFinding? ProblemOf(IReadOnlyList<FileEdit> files, Func<RspamdSettings, DkimFinding?> judge)
    {
        using var stage = TrialFolder.Make();
        Build(stage.Path, files);
        return program.ProblemOf(folder.ConfigurationPath, stage.Path) is { } reason
            ? FindingTable.RspamdRefuses.With(("reason", reason))
            : judge(program.Read(folder.ConfigurationPath, stage.Path).Signing);
    }

    private static bool Counts(DomainName domain, RspamdDomainFile written, Dictionary<string, IReadOnlyList<RspamdSignature>> counting)
    {
        var wanted = written.Domains.TryGetValue(domain, out var line) ? line.Signatures : [];
        return wanted.SequenceEqual(counting.GetValueOrDefault(domain.Value) ?? []);
    }

    private void Build(string stage, IReadOnlyList<FileEdit> files)
    {
        Link(folder.Path, stage, name => name != "local.d");
        var local = Directory.CreateDirectory(Path.Combine(stage, "local.d")).FullName;
        var names = files.Select(file => Path.GetFileName(file.Path)).ToHashSet(StringComparer.Ordinal);
        Link(Path.Combine(folder.Path, "local.d"), local, name => !names.Contains(name));
        foreach (var file in files)
        {
            File.WriteAllBytes(Path.Combine(local, Path.GetFileName(file.Path)), file.After.ToArray());
        }
    }

    private static void Link(string from, string into, Func<string, bool> wanted)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(from).Where(entry => wanted(Path.GetFileName(entry))))
        {
            File.CreateSymbolicLink(Path.Combine(into, Path.GetFileName(entry)), entry);
        }
    }
}
