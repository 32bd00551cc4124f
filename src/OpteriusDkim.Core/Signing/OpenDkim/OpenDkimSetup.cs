using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.KeyUsage;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Sets up OpenDKIM: both tables and the directives that name them.</summary>
/// <param name="keyDirectory">The folder for keys.</param>
/// <param name="ownership">The owner and permissions of keys.</param>
internal sealed class OpenDkimSetup(string configurationPath, string keyDirectory, KeyOwnership ownership, IEd25519 ed25519) : ISignerSetup
{
    private const UnixFileMode FolderMode = (UnixFileMode)0x1ED; // 0755

    public SignerSetupPlan Plan()
    {
        var configuration = OpenDkimConfiguration.Read(configurationPath);
        var folder = OpenDkimKeyReferences.FolderOf(configuration);
        var keys = TableOf(configuration, "KeyTable", folder, refile: false);
        var signing = TableOf(configuration, "SigningTable", folder, refile: true);
        var single = configuration["KeyTable"] is null ? OpenDkimSingleKey.Of(configurationPath, configuration, folder, ed25519) : null;
        var files = new List<FileEdit>();
        AddTable(files, keys, single?.KeyLines);
        AddTable(files, signing, single?.SigningLines(signing.HasPatterns));
        AddDirectives(files, configuration, keys, signing);
        var restart = files.Any(file => file.Path == configurationPath);
        return new SignerSetupPlan(SignerType.OpenDkim, [.. Folders(keys, signing)], files)
        {
            Probes = single?.Probes ?? [],
            NeedsRestart = restart,
            Findings = restart ? [FindingTable.SignerRestartNeeded.With(("path", configurationPath), ("unit", "opendkim"))] : [],
        };
    }

    /// <summary>The configured table, else a new one in the folder opendkim next to opendkim.conf.</summary>
    private OpenDkimDataSet TableOf(OpenDkimConfiguration configuration, string directive, string folder, bool refile)
    {
        if (configuration[directive] is not { Value.Length: > 0 } written)
        {
            return new OpenDkimDataSet(
                refile ? "refile" : "file", Path.Combine(Path.GetDirectoryName(configurationPath)!, "opendkim", directive));
        }

        var set = OpenDkimDataSet.Parse(written.Value, folder);
        return set.IsText ? set : throw new BrokenDataException(
            FindingTable.TableNotText.With(("source", written.Source), ("table", directive), ("type", PrintableText.Quote(set.Type))),
            written.Source);
    }

    private static void AddTable(List<FileEdit> files, OpenDkimDataSet table, string? lines)
    {
        var present = SignerFiles.ReadBytes(table.Path);
        var missing = Missing(present, lines ?? "");
        if (present is null || missing.Length > 0)
        {
            files.Add(new FileEdit(table.Path, present, Appended(present, missing)));
        }
    }

    /// <summary>The lines to add. A run that was killed before it wrote the directives may have added some.</summary>
    private static string Missing(ReadOnlyMemory<byte>? present, string lines)
    {
        var known = Encoding.Latin1.GetString((present ?? ReadOnlyMemory<byte>.Empty).Span).Split('\n').ToHashSet(StringComparer.Ordinal);
        return string.Concat(
            lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !known.Contains(line)).Select(line => line + "\n"));
    }

    private void AddDirectives(List<FileEdit> files, OpenDkimConfiguration configuration, OpenDkimDataSet keys, OpenDkimDataSet signing)
    {
        var lines = new StringBuilder();
        if (configuration["KeyTable"] is not { Value.Length: > 0 })
        {
            lines.Append("KeyTable\t\t").Append(keys.Path).Append('\n');
        }

        if (configuration["SigningTable"] is not { Value.Length: > 0 })
        {
            lines.Append("SigningTable\t\trefile:").Append(signing.Path).Append('\n');
        }

        if (lines.Length > 0)
        {
            var present = SignerFiles.ReadBytes(configurationPath);
            files.Add(
                new FileEdit(
                    configurationPath,
                    present,
                    Appended(present, "\n# The tables of signing domains, added by Initialize-DkimSigner.\n" + lines)));
        }
    }

    private static byte[] Appended(ReadOnlyMemory<byte>? before, string lines)
    {
        var present = (before ?? ReadOnlyMemory<byte>.Empty).Span;
        var isEnded = present is [] or [.., (byte)'\n'] || lines.Length == 0;
        return [.. present, .. isEnded ? [] : "\n"u8, .. Encoding.Latin1.GetBytes(lines)];
    }

    private IEnumerable<NewDirectory> Folders(OpenDkimDataSet keys, OpenDkimDataSet signing)
    {
        foreach (var path in new[] { keys.Path, signing.Path }.Select(path => Path.GetDirectoryName(path)!).Distinct()
            .Where(path => !Directory.Exists(path)))
        {
            yield return new NewDirectory(path, FolderMode, null);
        }

        if (!Directory.Exists(keyDirectory))
        {
            yield return new NewDirectory(keyDirectory, ownership.FolderMode, ownership.Owner);
        }
    }
}
