using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Tests an edit with Rspamd before it is made: in a folder of links to its configuration, with the new file instead of
/// the old one. The configuration has to load, and each block has to be effective.
/// </summary>
internal sealed class RspamdDryRun(RspamdFolder folder, RspamdProgram program)
{
    /// <summary>Why the edit wouldn't work, or null.</summary>
    public DkimFinding? ProblemOf(RspamdEdit edit)
    {
        if (edit.Files.Count == 0)
        {
            return null;
        }

        var written = RspamdDomainFile.Of(folder.DomainFilePath, edit.Files[^1].After);
        return ProblemOf(edit.Files, settings =>
        {
            var effective = settings.Blocks().ToDictionary(block => block.Domain, block => block.Signatures);
            var missing = edit.Changes.Select(change => change.Domain).FirstOrDefault(domain => !IsEffective(domain, written, effective));
            return missing is null ? null : FindingTable.BlockNotEffective.With(("domain", missing), ("file", folder.DomainFilePath));
        });
    }

    /// <summary>
    /// Why Rspamd can't load files of local.d, or the problem with the resulting settings, or null.
    /// </summary>
    public DkimFinding? ProblemOf(IReadOnlyList<FileEdit> files, Func<RspamdSettings, DkimFinding?> assess)
    {
        using var stage = DryRunFolder.Make();
        Build(stage, files);
        var reason = program.ProblemOf(folder.ConfigurationPath, stage.Path);
        stage.RequirePresent();
        if (reason is not null)
        {
            return FindingTable.RspamdRefuses.With(("reason", reason));
        }

        var settings = program.Read(folder.ConfigurationPath, stage.Path).Signing;
        stage.RequirePresent();
        return assess(settings);
    }

    private static bool IsEffective(
        DomainName domain, RspamdDomainFile written, Dictionary<string, IReadOnlyList<RspamdSignature>> effective)
    {
        var wanted = written.Domains.TryGetValue(domain, out var line) ? line.Signatures : [];
        return wanted.SequenceEqual(effective.GetValueOrDefault(domain.Value) ?? []);
    }

    private void Build(DryRunFolder stage, IReadOnlyList<FileEdit> files)
    {
        foreach (var (name, target) in EntriesOf(folder.Path).Where(entry => entry.Name != "local.d"))
        {
            stage.Link(name, target);
        }

        var names = files.Select(file => Path.GetFileName(file.Path)).ToHashSet(StringComparer.Ordinal);
        stage.MakeFolder(
            "local.d",
            EntriesOf(Path.Combine(folder.Path, "local.d")).Where(entry => !names.Contains(entry.Name)),
            files.Select(file => (Path.GetFileName(file.Path), file.After)));
    }

    private static IEnumerable<(string Name, string Target)> EntriesOf(string from) =>
        Directory.EnumerateFileSystemEntries(from).Select(path => (Path.GetFileName(path), path));
}
