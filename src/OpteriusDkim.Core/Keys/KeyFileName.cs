using System.Collections.Frozen;
using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>
/// Derives domain and selector from the path of a key file, if it is unambiguous: <c>example.com/mail.private</c>, Rspamd's
/// <c>example.com.mail.key</c>, <c>mail._domainkey.example.com.pem</c>. <c>mail.example.com.private</c> may be a key of example.com or
/// of mail.example.com, so nothing is derived from it.
/// </summary>
internal static class KeyFileName
{
    private const string RecordPart = "._domainkey";

    private static readonly string[] Suffixes = [".private", ".key", ".pem"];

    // Words for keys and copies of files, and key sizes. They are not selectors.
    private static readonly FrozenSet<string> NoSelectors = new[]
    {
        "private", "priv", "public", "pub", "key", "keys", "privkey", "pubkey", "privatekey", "private_key", "private-key", "dkim_private",
        "dkim-private", "pem", "der", "id_rsa", "domainkey", "old", "bak", "backup", "orig", "save", "copy", "tmp", "txt", "pkcs1", "pkcs8",
        "512", "768", "1024", "2048", "3072", "4096", "8192",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a file is named like a private key.</summary>
    public static bool IsKey(string path) => Suffixes.Contains(Path.GetExtension(path)) && !Path.GetFileName(path).StartsWith('.');

    /// <summary>Completes a name from a path.</summary>
    /// <param name="known">The parts that are known already.</param>
    public static KeyName Complete(string path, KeyName known)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        var stem = Suffixes.FirstOrDefault(name.EndsWith) is { } suffix ? name[..^suffix.Length] : name;
        var folder = Path.GetFileName(Path.GetDirectoryName(path));
        var inFolder = known.Or(KeyName.Of(TopLevelNames.IsDomain(folder) ? folder : null, null));
        if (stem.IndexOf(RecordPart, StringComparison.Ordinal) is > 0 and var at)
        {
            return OfRecordName(stem, at, inFolder, known);
        }

        if (known.Domain is null && known.Selector is not null)
        {
            return WithSelector(stem, known, inFolder);
        }

        if (inFolder.Domain is { } domain)
        {
            return inFolder.Or(KeyName.Of(null, SelectorBeside(domain.Value, stem)));
        }

        return Split(stem);
    }

    private static KeyName OfRecordName(string stem, int at, KeyName inFolder, KeyName known)
    {
        var domain = stem[(at + RecordPart.Length)..].TrimStart('.');
        var told = KeyName.Of(domain.Length > 0 ? domain : null, stem[..at]);
        return known.Agrees(told) ? known.Or(told).Or(inFolder) : known;
    }

    /// <summary>The domain is the rest of the name without the selector, else the folder.</summary>
    private static KeyName WithSelector(string stem, KeyName known, KeyName inFolder)
    {
        var selector = known.Selector!.Value;
        var rest = Without(selector, stem);
        return TopLevelNames.IsDomain(rest) && inFolder.Domain is null ? known.Or(KeyName.Of(rest, null)) : inFolder;
    }

    /// <summary>The selector is the rest of the name without the domain.</summary>
    private static string? SelectorBeside(string domain, string stem)
    {
        var rest = Without(domain, stem);
        return rest != domain && IsSelector(rest) ? rest : null;
    }

    /// <summary>The name without the domain or selector that it begins or ends with.</summary>
    private static string Without(string part, string stem)
    {
        if (stem.StartsWith(part + ".", StringComparison.Ordinal))
        {
            return stem[(part.Length + 1)..];
        }

        return stem.EndsWith("." + part, StringComparison.Ordinal) ? stem[..^(part.Length + 1)] : stem;
    }

    /// <summary>
    /// A domain followed by a selector. A name that ends like a domain is ambiguous: it may be a domain, or start with a selector.
    /// </summary>
    private static KeyName Split(string stem)
    {
        var labels = stem.Split('.');
        var last = Array.FindLastIndex(labels, TopLevelNames.IsKnown);
        return last > 0 && last < labels.Length - 1 && string.Join('.', labels[(last + 1)..]) is var selector && IsSelector(selector)
            ? KeyName.Of(string.Join('.', labels[..(last + 1)]), selector)
            : new KeyName(null, null);
    }

    private static bool IsSelector(string name) =>
        Selector.TryParse(name, out _) && !name.Split('.').Any(label => NoSelectors.Contains(label) || TopLevelNames.IsGeneric(label));
}
