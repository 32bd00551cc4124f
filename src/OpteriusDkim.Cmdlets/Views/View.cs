using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace OpteriusDkim;

/// <summary>What the format file's views show. Colour is always written; the engine takes it out where it isn't wanted.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class View
{
    private const string Reset = "\u001b[0m";
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Red = "\u001b[31m";
    private const string Bright = "\u001b[1m";

    /// <summary>The status, green, yellow or red.</summary>
    /// <param name="test">The test.</param>
    public static string Status(DkimDnsTest test) => ColourOf(test.Status) + test.StatusText + Reset;

    /// <summary>A key, and the record to publish.</summary>
    /// <param name="key">The key.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static string Key(DkimKey key, int width) => $"""
        {Bright}{key.DnsName}{Reset}

        {Label("Domain")}{Domain(key.Domain)}
        {Label("Selector")}{key.Selector}
        {Label("Key")}{Kind(key)}, {key.Fingerprint}
        {(key.RetiredAt is { } retired ? Retired(key, retired) : Active(key, width))}
        """;

    private static string Active(DkimKey key, int width) => $"""
        {Label("File")}{key.PrivateKeyPath}
        {Label("Created")}{Time(key.CreatedAt)}

        {Record(key.Record, width)}
        """;

    private static string Retired(DkimKey key, DateTime at) => $"""
        {Label("Created")}{(key.CreatedAt is null ? "before its first rotation" : Time(key.CreatedAt))}
        {Label("Retired")}{Time(at)}, its private half deleted

        """;

    /// <summary>A record to publish: where it goes, and its name and value, each at the margin of a line of its own.</summary>
    /// <param name="record">The record.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static string Record(DkimDnsRecord record, int width) => $"""
        {Wrap(Heading(record), "", "", width)}

        {Bright}{record.Name}{Reset}

        {record.Value}

        """;

    private static string Heading(DkimDnsRecord record)
    {
        var form = record.Provider == "Generic" ? "in the quoted form (-Provider knows others)" : $"as {record.Provider} wants it typed";
        return $"Publish this {record.Type} record, TTL {record.Ttl}, {form}. Name, then value, which the property Value has in one unbroken line:";
    }

    /// <summary>A test: its status, and what is wrong with what to do about it.</summary>
    /// <param name="test">The test.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static string Test(DkimDnsTest test, int width)
    {
        var text = new StringBuilder($"{Bright}{test.Name ?? test.Domain}{Reset}  {Status(test)}");
        foreach (var server in test.Servers.Count > 1 ? test.Servers : [])
        {
            text.Append("\n    ").Append(Server(server));
        }

        foreach (var finding in test.Findings)
        {
            text.Append('\n').Append(Finding(finding, "    ", width));
        }

        return text.ToString();
    }

    /// <summary>A file or folder on the way to a key: whose it is, whether it is right, and what is wrong.</summary>
    /// <param name="permission">The file or folder.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static string Permission(DkimKeyPermission permission, int width)
    {
        var right = permission.IsSafe && permission.IsReadable ? $"{Green}safe and readable"
            : $"{Red}{(permission.IsSafe ? "safe" : "not safe")}, {(permission.IsReadable ? "readable" : "not readable")}";
        var text = new StringBuilder($"{Bright}{PrintableText.Clean(permission.Path)}{Reset}  {permission.Owner}:{permission.Group} {permission.Mode}  {right}{Reset}");
        foreach (var finding in permission.Findings)
        {
            text.Append('\n').Append(Finding(finding, "    ", width));
        }

        return text.ToString();
    }

    /// <summary>What became of a record, and what a person has to do.</summary>
    /// <param name="publication">What became of it.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static string Publication(DkimPublication publication, int width)
    {
        var removed = publication.Action == "Unpublish";
        var (colour, outcome) = publication.Outcome switch
        {
            PublishOutcome.Done => (Green, $"{(removed ? "taken back" : "published")} {publication.Publisher}"),
            PublishOutcome.AlreadyThere => (Green, removed ? "not there any more, nothing to do" : "already there, nothing to do"),
            _ => (Yellow, "waits for you"),
        };
        var text = new StringBuilder($"{Bright}{publication.Name}{Reset}  {colour}{outcome}{Reset}");

        // What the finding says of publishing by hand, the record below says better.
        foreach (var finding in publication.Findings.Where(finding => finding.Code != nameof(FindingTable.PublishByHand)))
        {
            text.Append('\n').Append(Finding(finding, "    ", width));
        }

        return publication.Outcome == PublishOutcome.WaitsForPerson && !removed
            ? text.Append("\n\n").Append(Record(publication.Record, width)).ToString()
            : text.ToString();
    }

    /// <summary>An entry of a signer's tables, and what is wrong with it with what to do about it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static string Signing(DkimSigningEntry entry, int width)
    {
        var colour = entry.Outcome == DkimSigningOutcome.Signed ? Green : Red;
        var key = entry.Selector is null ? "" : $" with {entry.Selector}: {PrintableText.Clean(entry.PrivateKeyPath ?? "")}";
        var text = new StringBuilder($"{Bright}{entry.Pattern ?? Domain(entry.Domain ?? "")}{Reset}  {colour}{entry.Outcome}{Reset}{key}  ({entry.Source})");
        foreach (var finding in entry.Findings)
        {
            text.Append('\n').Append(Finding(finding, "    ", width));
        }

        return text.ToString();
    }

    /// <summary>What a signer did with a probe: one line, and what is wrong with it.</summary>
    /// <param name="test">The test.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static string SigningTest(DkimSigningTest test, int width)
    {
        var colour = test.Outcome != DkimSigningOutcome.Signed ? Red : test.MatchesStore == true && test.MatchesDns == true ? Green : Yellow;
        var signature = test.Outcome == DkimSigningOutcome.Signed
            ? $" with {test.Selector}, {test.Algorithm}: {Match(test.MatchesStore, "the stored key")}, {Match(test.MatchesDns, "DNS")}"
            : "";
        var text = new StringBuilder($"{Bright}{Domain(test.Domain)}{Reset}  {colour}{test.Outcome}{Reset}{signature}  ({test.Endpoint})");
        foreach (var finding in test.Findings)
        {
            text.Append('\n').Append(Finding(finding, "    ", width));
        }

        return text.ToString();
    }

    /// <summary>What a server answered, on one line.</summary>
    /// <param name="answer">The answer.</param>
    public static string Server(DkimDnsAnswer answer) =>
        $"{ServerOf(answer)}: {answer.Outcome}{(answer.Ttl is { } ttl ? $", TTL {ttl}" : "")}";

    /// <summary>Who answered: a zone's server by its name, and its address.</summary>
    /// <param name="answer">The answer.</param>
    public static string ServerOf(DkimDnsAnswer answer) =>
        answer.ServerName is null || answer.ServerName == answer.Server ? answer.Server : $"{answer.ServerName} ({answer.Server})";

    /// <summary>A finding and its advice.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static string Finding(DkimFinding finding, int width) => Finding(finding, "", width);

    /// <summary>A time in UTC, in a form that everybody reads alike.</summary>
    /// <param name="time">The time.</param>
    public static string Time(DateTime? time) => time is not { } known ? "" : known.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Text from DNS, or a list of such, with control characters escaped.</summary>
    /// <param name="value">The value.</param>
    public static object? Clean(object? value) => value switch
    {
        string text => PrintableText.Clean(text),
        IEnumerable<string> list => list.Select(PrintableText.Clean).ToArray(),
        _ => value,
    };

    /// <summary>A domain in A-labels, and as people write it where that differs.</summary>
    /// <param name="domain">The domain.</param>
    public static string Domain(string domain) =>
        DomainName.TryParse(domain, out var name) && name.Unicode != name.Value ? $"{name.Value} ({name.Unicode})" : domain;

    /// <summary>A key's kind and size.</summary>
    /// <param name="key">The key.</param>
    public static string Kind(DkimKey key) => key.Algorithm == DkimKeyAlgorithm.Rsa ? $"RSA {key.KeySize}" : "Ed25519";

    /// <summary>A setting's value on one line.</summary>
    /// <param name="setting">The setting.</param>
    public static string Value(DkimSetting setting) => setting.Value switch
    {
        null => "",
        IEnumerable<string> list => string.Join(", ", list),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        var value => PrintableText.Clean(value.ToString() ?? ""),
    };

    private static string Label(string text) => $"{Green}{text,-9}{Reset} ";

    private static string Finding(DkimFinding finding, string indent, int width)
    {
        var colour = finding.Severity switch
        {
            FindingSeverity.Error => Red,
            FindingSeverity.Warning => Yellow,
            _ => Bright,
        };
        var message = Wrap($"{finding.Code}: {finding.Message}", indent, indent + "  ", width);
        var advice = finding.Advice.Split('\n').Select((line, number) => number == 0
            ? Wrap(line, indent + "  ", indent + "  ", width)
            : indent + "    " + line);
        return $"{indent}{colour}{finding.Code}{Reset}{message[(indent.Length + finding.Code.Length)..]}\n{string.Join('\n', advice)}";
    }

    /// <summary>Breaks a text at its spaces, where the engine would break it in the middle of words.</summary>
    private static string Wrap(string text, string first, string next, int width)
    {
        var lines = new StringBuilder(first);
        var column = first.Length;
        foreach (var word in text.Split(' '))
        {
            if (column > next.Length && column + word.Length + 1 >= width)
            {
                lines.Append('\n').Append(next);
                column = next.Length;
            }
            else if (column > first.Length)
            {
                lines.Append(' ');
                column++;
            }

            lines.Append(word);
            column += word.Length;
        }

        return lines.ToString();
    }

    private static string Match(bool? matches, string what) =>
        matches switch { true => $"matches {what}", false => $"does not match {what}", _ => $"{what} not asked" };

    private static string ColourOf(DkimDnsStatus status) => status switch
    {
        DkimDnsStatus.Verified => Green,
        DkimDnsStatus.Mismatch => Red,
        _ => Yellow,
    };
}
