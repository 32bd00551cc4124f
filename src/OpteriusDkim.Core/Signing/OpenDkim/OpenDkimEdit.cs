using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>An edit of OpenDKIM's tables, with the lines that make it up.</summary>
internal sealed record OpenDkimEdit(
    SigningState Before,
    IReadOnlyList<SigningChange> Changes,
    IReadOnlyList<FileEdit> Files,
    IReadOnlyDictionary<DomainName, DkimFinding> Refused,
    IReadOnlyList<OpenDkimLineChange> Lines)
    : SigningEdit(Before, Changes, Files, Refused)
{
    /// <summary>
    /// Puts the files in their order: what the KeyTable gains comes before the SigningTable, what it loses after it.
    /// </summary>
    /// <param name="tables">The tables.</param>
    /// <param name="lines">What is done to their lines.</param>
    public static IReadOnlyList<FileEdit> FilesOf(OpenDkimTables tables, IReadOnlyList<OpenDkimLineChange> lines)
    {
        var files = new List<FileEdit>();
        var keys = tables.KeyTable!.File;
        var keyLines = lines.Where(line => line.InKeyTable).ToArray();
        var gains = keyLines.Where(line => line.New is not null).ToArray();
        var content = keys.Content;
        if (gains.Length > 0)
        {
            var gained = OpenDkimRewrite.Apply(keys, gains);
            files.Add(new FileEdit(keys.Path, content, gained));
            content = gained;
        }

        var signing = tables.SigningTable!.File;
        var signingLines = lines.Where(line => !line.InKeyTable).ToArray();
        if (signingLines.Length > 0)
        {
            files.Add(new FileEdit(signing.Path, signing.Content, OpenDkimRewrite.Apply(signing, signingLines)));
        }

        if (keyLines.Length > gains.Length)
        {
            files.Add(new FileEdit(keys.Path, content, OpenDkimRewrite.Apply(keys, keyLines)));
        }

        return files;
    }
}
