using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>smtpd_milter_maps: by the client's address, other milters than those of smtpd_milters, or none with DISABLE.</summary>
internal static class PostfixMilterMaps
{
    private const string Setting = "smtpd_milter_maps";
    private const int Shown = 3;

    /// <summary>Tables whose source is a text file with a key and a value in each line.</summary>
    private static readonly string[] TextTypes = ["cidr", "texthash", "hash", "btree", "lmdb", "dbm", "cdb", "regexp", "pcre"];

    /// <summary>The finding on clients whose mail the signer doesn't get; null if there are none.</summary>
    /// <param name="routes">The ways by which mail arrives.</param>
    /// <param name="sockets">The signer's sockets.</param>
    public static DkimFinding? ProblemOf(
        PostfixConfiguration postfix, SignerDaemon daemon, IReadOnlyList<PostfixRoute> routes, IReadOnlyList<MilterSocket> sockets)
    {
        foreach (var route in routes.Where(route => !route.IsLocal && !route.IsWithoutMilters))
        {
            var maps = MilterList.Split(postfix.For(route.Service, Setting));
            var others = maps.SelectMany(map => OtherClients(map, value => IsSigner(value, route))).ToArray();
            if (others.Length > 0)
            {
                return FindingTable.PostfixMilterMaps.With(
                    ("path", postfix.Path),
                    ("maps", PrintableText.Clean(string.Join(", ", maps))),
                    ("clients", PrintableText.Clean(string.Join(", ", others.Take(Shown)) + (others.Length > Shown ? ", ..." : ""))),
                    ("signer", daemon.Type.ProductName()));
            }
        }

        return null;

        bool IsSigner(string value, PostfixRoute route) =>
            PostfixReach.Of(postfix, route with { Milters = value }, sockets).Item is not null;
    }

    /// <summary>The entries that don't name the signer; the map itself if its entries can't be read.</summary>
    private static IEnumerable<string> OtherClients(string map, Func<string, bool> isSigner)
    {
        var (type, path) = map.Split(':', 2) is [var before, var after] ? (before, after) : ("", map);
        if (!TextTypes.Contains(type) || LinesOf(path) is not { } lines)
        {
            return [map];
        }

        return lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split([' ', '\t'], 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2 && parts[0] is not ("if" or "endif") && !isSigner(parts[1]))
            .Select(parts => $"{parts[0]} ({parts[1]})");
    }

    private static string[]? LinesOf(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
