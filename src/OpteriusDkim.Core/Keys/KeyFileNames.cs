using System.Text;
using System.Text.RegularExpressions;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Keys;

/// <summary>
/// Determines domain and selector of key files: from the parameters, else from the signer's tables, else from the record that
/// opendkim-genkey wrote next to a key, else from the path.
/// </summary>
internal sealed partial class KeyFileNames(IKeyUsage usage, IEd25519 ed25519)
{
    private const int LargestRecord = 64 * 1024;

    /// <summary>Determines domain and selector of a key file.</summary>
    /// <exception cref="InvalidInputException">It is ambiguous.</exception>
    public KeySource Identify(string path, DomainName? domain, Selector? selector)
    {
        if (domain is not null && selector is not null)
        {
            return new KeySource(path, new RecordName(domain, selector));
        }

        var known = new KeyName(domain, selector);
        foreach (var source in new[] { FromSigners(path), FromRecordBeside(path) })
        {
            if (known.Complete is null)
            {
                known = known.Or(OnlyOne(path, [.. source.Where(known.Agrees).Distinct()]));
            }
        }

        known = known.Complete is null ? KeyFileName.Complete(path, known) : known;
        if (known.Complete is { } name)
        {
            return new KeySource(path, name);
        }

        // If the file isn't a key, that is the error to report.
        PrivateKeyFile.ReadWhole(path, ed25519)?.Dispose();
        throw Unknown(path, known switch
        {
            { Domain: { } found } => $"its domain is {found}, but its selector is unknown",
            { Selector: { } found } => $"its selector is {found}, but its domain is unknown",
            _ when usage.UseOf(path) is { } use => $"{use.Source} uses it for more than one domain, and its path doesn't show them clearly",
            _ => "no signer uses it, and its path doesn't show them clearly",
        });
    }

    private static KeyName OnlyOne(string path, KeyName[] names) => names switch
    {
        [] => new KeyName(null, null),
        [var name] => name,
        _ => throw Unknown(path, $"signers use it as {string.Join(", ", names.Select(Shown))}"),
    };

    private static string Shown(KeyName name) => $"{name.Selector?.Value ?? "?"}._domainkey.{name.Domain?.Value ?? "?"}";

    private static InvalidInputException Unknown(string path, string reason) =>
        new(FindingTable.ImportNameUnknown.With(("path", path), ("reason", reason)), path);

    /// <summary>The names under which signers use the file; a single-key configuration may list several domains.</summary>
    private IEnumerable<KeyName> FromSigners(string path) =>
        from use in usage.NearestUsesOf(path)
        from domain in (use.Domain ?? "").Split(',', StringSplitOptions.TrimEntries)
        let name = KeyName.Of(domain, use.Selector)
        where name.Domain is not null || name.Selector is not null
        select name;

    private static IEnumerable<KeyName> FromRecordBeside(string path)
    {
        var record = Path.ChangeExtension(path, ".txt");
        string text;
        try
        {
            text = record == path ? "" : Encoding.Latin1.GetString(Descriptor.ReadAll(record, LargestRecord) ?? []);
        }
        catch (InaccessibleException)
        {
            yield break;
        }

        var match = GenkeyComment().Match(text) is { Success: true } comment ? comment : RecordOwner().Match(text);
        if (match.Success)
        {
            yield return KeyName.Of(match.Groups["domain"].Value, match.Groups["selector"].Value);
        }
    }

    [GeneratedRegex(@"DKIM key (?<selector>\S+) for (?<domain>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex GenkeyComment();

    [GeneratedRegex(
        @"^(?<selector>\S+)\._domainkey\.(?<domain>\S+?)\.?\s+(?:\d+\s+)?(?:IN\s+)?TXT\s",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex RecordOwner();
}
