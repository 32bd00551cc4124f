using OpteriusDkim.Findings;

namespace OpteriusDkim.Records;

/// <summary>Reads the tags of a key record that restrict the use of the key.</summary>
internal static class KeyUseReader
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\r', '\n'];

    /// <summary>The items of a colon-separated value.</summary>
    public static IReadOnlyList<string> ListIn(string? value) => string.IsNullOrEmpty(value)
        ? Array.Empty<string>()
        : value.Split(':').Select(part => part.Trim(WhiteSpace)).ToArray();

    /// <summary>Reports problems of h=, s=, t=, g= and n=.</summary>
    public static void Check(TagList tags, List<DkimFinding> findings)
    {
        // A list has at least one item, and no empty one (RFC 6376 3.6.1).
        if (tags["h"] is { } hashes)
        {
            CheckHashes(hashes, findings);
        }

        if (tags["s"] is { } services)
        {
            CheckServices(services, findings);
        }

        if (tags["t"] is { } flags)
        {
            CheckFlags(flags, findings);
        }

        if (tags["g"] is { } senders)
        {
            findings.Add(
                senders == "*"
                    ? FindingTable.HistoricTag.With()
                    : FindingTable.SendersLimited.With(("value", PrintableText.Shorten(senders))));
        }

        if (tags["n"] is { } notes)
        {
            _ = QuotedPrintable.Decode(notes, out var whole);
            if (!whole)
            {
                findings.Add(FindingTable.NotesBroken.With());
            }
        }
    }

    private static void CheckHashes(string list, List<DkimFinding> findings)
    {
        var hashes = ListIn(list);
        if (hashes.Contains("") || !hashes.Contains("sha256"))
        {
            findings.Add(FindingTable.HashNotPermitted.With(("hashes", PrintableText.Shorten(list))));
            return;
        }

        TellSpace("h", list, findings);
        if (hashes.Contains("sha1"))
        {
            findings.Add(FindingTable.Sha1Permitted.With());
        }

        TellUnknown(FindingTable.UnknownHash, "hash", hashes, ["sha1", "sha256"], findings);
    }

    private static void CheckServices(string list, List<DkimFinding> findings)
    {
        var services = ListIn(list);
        if (services.Contains("") || !(services.Contains("*") || services.Contains("email")))
        {
            findings.Add(FindingTable.ServiceNotPermitted.With(("services", PrintableText.Shorten(list))));
            return;
        }

        TellSpace("s", list, findings);
        TellUnknown(FindingTable.UnknownService, "service", services, ["*", "email"], findings);
    }

    private static void CheckFlags(string list, List<DkimFinding> findings)
    {
        var flags = list.Split(':').Select(flag => flag.Trim(WhiteSpace)).ToArray();
        if (flags.Contains(""))
        {
            findings.Add(FindingTable.FlagMissing.With(("flags", PrintableText.Shorten(list))));
        }

        if (flags.Contains("y"))
        {
            findings.Add(FindingTable.TestMode.With());
        }

        if (flags.Contains("s"))
        {
            findings.Add(FindingTable.NoSubdomains.With());
        }

        TellUnknown(FindingTable.UnknownFlag, "flag", flags, ["y", "s", ""], findings);
    }

    private static void TellSpace(string tag, string list, List<DkimFinding> findings)
    {
        if (list.AsSpan().IndexOfAny(WhiteSpace) >= 0)
        {
            findings.Add(FindingTable.SpaceInList.With(("tag", tag)));
        }
    }

    private static void TellUnknown(
        FindingRule rule, string placeholder, IReadOnlyList<string> items, string[] known, List<DkimFinding> findings)
    {
        if (items.FirstOrDefault(item => !known.Contains(item)) is { } unknown)
        {
            findings.Add(rule.With((placeholder, PrintableText.Quote(unknown))));
        }
    }
}
