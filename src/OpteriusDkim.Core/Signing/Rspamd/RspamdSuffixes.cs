using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Rspamd's public suffix list, which determines the registered domain of a name ("eSLD"): the longest suffix and one
/// more label. A name without a suffix in the list is its own registered domain.
/// </summary>
internal sealed class RspamdSuffixes
{
    public const string DefaultPath = "/usr/share/rspamd/effective_tld_names.dat";

    private readonly HashSet<string> suffixes = new(StringComparer.Ordinal);
    private readonly HashSet<string> wildcards = new(StringComparer.Ordinal);
    private readonly HashSet<string> exceptions = new(StringComparer.Ordinal);

    /// <summary>Parses the list: a suffix per line, with <c>*.</c> for all subdomains and <c>!</c> for exceptions.</summary>
    public RspamdSuffixes(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)))
        {
            _ = line[0] switch
            {
                '!' => exceptions.Add(line[1..]),
                _ when line.StartsWith("*.", StringComparison.Ordinal) => wildcards.Add(line[2..]),
                _ => suffixes.Add(line),
            };
        }
    }

    /// <summary>Reads the list from a file; empty if it is missing.</summary>
    public static RspamdSuffixes In(string path) => new(File.Exists(path) ? File.ReadLines(path) : []);

    /// <summary>The registered domain of a name.</summary>
    public string RegisteredDomainOf(DomainName domain)
    {
        var labels = domain.Unicode.Split('.');
        var ascii = domain.Value.Split('.');
        for (var at = 0; at < labels.Length; at++)
        {
            var suffix = string.Join('.', labels[at..]);
            var isException = exceptions.Contains(suffix);
            var isSuffix = suffixes.Contains(suffix)
                || (at + 1 < labels.Length && wildcards.Contains(string.Join('.', labels[(at + 1)..])));
            var length = labels.Length - (isException ? at + 1 : at);
            if ((isException || isSuffix) && length > 0)
            {
                return string.Join('.', ascii[Math.Max(0, ascii.Length - length - 1)..]);
            }
        }

        return domain.Value;
    }
}
