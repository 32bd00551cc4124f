using System.Text;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Line changes of a SigningTable.</summary>
/// <param name="names">Counts which key names the lines use.</param>
/// <param name="lines">Takes the changes.</param>
internal sealed class OpenDkimSigningEdits(OpenDkimSigningTable signing, OpenDkimNames names, List<OpenDkimLineChange> lines)
{
    /// <summary>Inserts a line that names a key.</summary>
    public void Insert(DomainName domain, OpenDkimPatternKind kind, int index, string name)
    {
        var pattern = (signing.HasPatterns, kind) switch
        {
            (true, OpenDkimPatternKind.Domain) => $"*@{domain}",
            (true, _) => $"*@*.{domain}",
            (false, OpenDkimPatternKind.Domain) => domain.Value,
            _ => $".{domain}",
        };
        var labels = domain.Value.Count(character => character == '.') + 1;
        names.Add(name);
        lines.Add(new OpenDkimLineChange(domain, InKeyTable: false, index, Old: null, Latin1($"{pattern} {name}{signing.File.NewLine}"))
        {
            Rank = kind == OpenDkimPatternKind.Domain ? 0 : 1 + DnsLabel.LongestName - labels,
        });
    }

    /// <summary>Makes a line name another key.</summary>
    /// <param name="dropped">Takes the name that the line no longer uses.</param>
    public void Rename(DomainName domain, OpenDkimSigningLine line, string name, HashSet<string> dropped)
    {
        if (line.KeyName == name)
        {
            return;
        }

        dropped.Add(line.KeyName);
        names.Remove(line.KeyName);
        names.Add(name);
        var old = signing.File.Bytes(signing.File.Lines[line.Index]).ToArray();
        lines.Add(
            new OpenDkimLineChange(
                domain, InKeyTable: false, line.Index, old, Latin1(WithKey(Encoding.Latin1.GetString(old), line, name))));
    }

    /// <summary>Removes a line.</summary>
    /// <param name="dropped">Takes the name that the line no longer uses.</param>
    public void Remove(DomainName domain, OpenDkimSigningLine line, HashSet<string> dropped)
    {
        dropped.Add(line.KeyName);
        names.Remove(line.KeyName);
        lines.Add(OpenDkimLineChange.Removal(domain, signing.File, line.Index, inKeyTable: false));
    }

    /// <summary>Replaces the key name in a line and keeps the rest.</summary>
    private static string WithKey(string text, OpenDkimSigningLine line, string name)
    {
        var end = text.IndexOf(line.Pattern, StringComparison.Ordinal) + line.Pattern.Length;
        if (line.KeyName.Length == 0)
        {
            return $"{text[..end]} {name}{text[end..]}";
        }

        var at = text.IndexOf(line.KeyName, end, StringComparison.Ordinal);
        return $"{text[..at]}{name}{text[(at + line.KeyName.Length)..]}";
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
