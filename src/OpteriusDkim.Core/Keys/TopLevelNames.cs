using System.Collections.Frozen;
using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>Judges by the last label whether a name is a domain, without the list of public suffixes, which changes every week.</summary>
internal static class TopLevelNames
{
    private static readonly FrozenSet<string> Generic = new[] { "com", "net", "org", "edu", "gov", "mil", "int", "info", "biz" }
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Common = new[]
    {
        "name", "pro", "aero", "coop", "museum", "mobi", "jobs", "travel", "tel", "cat", "asia", "post", "arpa", "app", "dev", "blog",
        "cloud", "online", "site", "shop", "store", "tech", "xyz", "top", "club", "email", "agency", "company", "group", "ltd", "gmbh",
        "berlin", "hamburg", "koeln", "cologne", "bayern", "nrw", "wien", "tirol", "swiss", "london", "paris", "amsterdam", "network",
        "digital", "media", "solutions", "services", "systems", "world", "life", "live", "today", "news", "page", "social", "space",
        "website", "host", "hosting", "zone", "expert", "consulting", "eco", "bio", "art", "design", "studio", "work", "works", "wiki",
        "example", "test", "invalid", "localhost", "local", "lan", "internal", "home", "corp", "onion",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Endings of folder and file names that no domain has.
    private static readonly FrozenSet<string> Never = new[]
    {
        "key", "keys", "private", "priv", "public", "pub", "pem", "der", "crt", "cert", "certs", "rsa", "dkim", "opendkim", "rspamd",
        "domainkey", "domainkeys", "old", "bak", "backup", "backups", "orig", "save", "saved", "copy", "tmp", "temp", "txt", "conf", "cfg",
        "dir", "disabled", "default", "mail", "tar", "gz", "dist", "rpmsave", "rpmnew", "dpkg-old", "dpkg-dist",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a label is one of the oldest top-level domains, which hardly any selector contains.</summary>
    public static bool IsGeneric(string label) => Generic.Contains(label);

    /// <summary>Whether a label is a well-known top-level domain or has the form of a country's.</summary>
    public static bool IsKnown(string label) =>
        Generic.Contains(label) || Common.Contains(label) || label.StartsWith("xn--", StringComparison.Ordinal)
        || (label.Length == 2 && label.All(char.IsAsciiLetterLower));

    /// <summary>Whether a name looks like a domain: it has several labels, and the last may be a top-level domain.</summary>
    public static bool IsDomain(string? name) =>
        DomainName.TryParse(name, out var domain)
        && domain.Value.Split('.') is [_, .., var last]
        && (IsKnown(last) || (last.Length > 2 && last.All(char.IsAsciiLetterLower) && !Never.Contains(last)));
}
