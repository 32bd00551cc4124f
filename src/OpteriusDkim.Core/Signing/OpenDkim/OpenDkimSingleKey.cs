using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Records;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A configuration of Domain, Selector and KeyFile, and the equivalent table entries.</summary>
internal sealed class OpenDkimSingleKey
{
    private readonly bool includesSubdomains;

    private OpenDkimSingleKey(IReadOnlyList<StoredKey> keys, bool includesSubdomains)
    {
        this.includesSubdomains = includesSubdomains;
        Keys = keys;
    }

    /// <summary>The key, once per domain.</summary>
    public IReadOnlyList<StoredKey> Keys { get; }

    /// <summary>The equivalent KeyTable lines.</summary>
    public string KeyLines => string.Concat(Keys.Select(key => $"{key.RecordName} {key.Domain}:{key.Selector}:{key.Path}\n"));

    /// <summary>The required proofs. DNS isn't checked, because the conversion doesn't change which key signs.</summary>
    public IReadOnlyList<SigningProbe> Probes => [.. Keys.Select(key => new SigningProbe(key.Domain, key) { MustMatchDns = false })];

    /// <param name="folder">The base directory for relative paths.</param>
    /// <returns>The key; null if the configuration has none.</returns>
    /// <exception cref="BrokenDataException">It can't be converted to table entries.</exception>
    public static OpenDkimSingleKey? Of(string path, OpenDkimConfiguration configuration, string folder, IEd25519 ed25519)
    {
        if (configuration["KeyFile"] is not { Value.Length: > 0 } file)
        {
            return null;
        }

        var keyPath = ResolvedPath.Full(file.Value, folder);
        if (!Selector.TryParse(configuration["Selector"]?.Value, out var selector))
        {
            throw Inconvertible(path, "Selector is missing or invalid");
        }

        if (keyPath.AsSpan().ContainsAny("#%\n\r\0"))
        {
            throw Inconvertible(
                path, $"the path of KeyFile contains characters that a table can't contain: {PrintableText.Clean(keyPath)}");
        }

        var key = PrivateKeyFile.ReadPublicHalf(keyPath, ed25519) ?? throw Inconvertible(path, $"the KeyFile {keyPath} was not found");
        var keys = DomainsOf(path, configuration).Select(
            domain => new StoredKey(new RecordName(domain, selector), key, keyPath, File.GetLastWriteTimeUtc(keyPath)));
        return new OpenDkimSingleKey([.. keys], configuration.IsYes("SubDomains"));
    }

    /// <summary>The equivalent SigningTable lines.</summary>
    /// <param name="hasPatterns">Whether the table is a refile.</param>
    public string SigningLines(bool hasPatterns) => string.Concat(Keys
        .Select(key => $"{(hasPatterns ? "*@" : "")}{key.Domain} {key.RecordName}\n")
        .Concat(includesSubdomains ? Keys.Select(key => $"{(hasPatterns ? "*@*" : "")}.{key.Domain} {key.RecordName}\n") : []));

    private static IEnumerable<DomainName> DomainsOf(string path, OpenDkimConfiguration configuration)
    {
        var value = configuration["Domain"]?.Value ?? "";
        if (value.StartsWith('/') || OpenDkimDataSet.Parse(value, "/").Type is not "csl")
        {
            throw Inconvertible(path, $"its Domain is {PrintableText.Quote(value)}, not a list of domains");
        }

        var domains = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return domains.Length == 0
            ? throw Inconvertible(path, "Domain is not set")
            : domains
                .Select(
                    text => DomainName.TryParse(text, out var domain)
                        ? domain
                        : throw Inconvertible(path, $"{PrintableText.Quote(text)} in Domain is not a domain"));
    }

    private static BrokenDataException Inconvertible(string path, string reason) =>
        new(FindingTable.SingleKeyNotConvertible.With(("path", path), ("reason", reason)), path);
}
