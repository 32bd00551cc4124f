using System.Text;

namespace OpteriusDkim;

/// <content>Signers and their keys.</content>
public static partial class View
{
    /// <summary>An entry of a signer's tables with its findings.</summary>
    private static string Signing(ShownObject entry, int width)
    {
        var outcome = entry.Text(nameof(DkimSigningEntry.Outcome));
        var colour = outcome == nameof(DkimSigningOutcome.Signed) ? Green : Red;
        var key = entry.Text(nameof(DkimSigningEntry.Selector)) is { } selector
            ? $" with {selector}: {entry.Text(nameof(DkimSigningEntry.PrivateKeyPath))}"
            : "";
        var senders = entry.Text(nameof(DkimSigningEntry.Pattern)) ?? Domain(entry.Text(nameof(DkimSigningEntry.Domain)));
        var line = $"{Bright}{senders}{Reset}  {colour}{outcome}{Reset}{key}  ({entry.Text(nameof(DkimSigningEntry.Source))})";
        return new StringBuilder(Wrap(line, "", Indent, width))
            .Append(entry.Objects(nameof(DkimSigningEntry.Findings)), width)
            .AppendCopyHint(entry, "Get-DkimSigning", width)
            .ToString();
    }

    /// <summary>A file or folder in the path of a key: owner, mode and findings.</summary>
    private static string Permission(ShownObject permission, int width)
    {
        var safe = permission.Flag(nameof(DkimKeyPermission.IsSafe)) == true;
        var readable = permission.Flag(nameof(DkimKeyPermission.IsReadable)) == true;
        var verdict = safe && readable
            ? $"{Green}safe and readable"
            : $"{Red}{(safe ? "safe" : "not safe")}, {(readable ? "readable" : "not readable")}";
        var owner = $"{permission.Text(nameof(DkimKeyPermission.Owner))}:{permission.Text(nameof(DkimKeyPermission.Group))}";
        var mode = permission.Text(nameof(DkimKeyPermission.Mode));
        var line = $"{Bright}{permission.Text(nameof(DkimKeyPermission.Path))}{Reset}  {owner} {mode}  {verdict}{Reset}";
        return new StringBuilder(Wrap(line, "", Indent, width))
            .Append(permission.Objects(nameof(DkimKeyPermission.Findings)), width)
            .ToString();
    }

    /// <summary>The changes of a signer's setup, and the next step.</summary>
    private static string Setup(ShownObject setup, int width)
    {
        var changes = setup.Texts(nameof(DkimSignerSetup.Changes));
        var signer = Enum.TryParse(setup.Text(nameof(DkimSignerSetup.Signer)), out SignerType type) ? type.ProductName() : "";
        var text = new StringBuilder(
            $"{Bright}{signer}{Reset}  {Green}{(changes.Count > 0 ? "set up" : "already set up, nothing changed")}{Reset}");
        foreach (var change in changes)
        {
            text.Append('\n').Append(Indent).Append("Changed ").Append(change);
        }

        // The first finding's advice is the next step.
        if (setup.Text(nameof(DkimSignerSetup.NextStep)) is { Length: > 0 } step)
        {
            text.Append('\n').Append(Wrap($"{Yellow}Next:{Reset} {step}", Indent, Indent + "      ", width));
        }

        text.Append(setup.Objects(nameof(DkimSignerSetup.Findings)).Skip(1), width);
        return text.ToString();
    }

    /// <summary>The result of a test message: one line, and findings.</summary>
    private static string SigningTest(ShownObject test, int width)
    {
        var outcome = test.Text(nameof(DkimSigningTest.Outcome));
        var signed = outcome == nameof(DkimSigningOutcome.Signed);
        var store = test.Flag(nameof(DkimSigningTest.MatchesStore));
        var dns = test.Flag(nameof(DkimSigningTest.MatchesDns));
        var colour = (signed, store == true && dns == true) switch
        {
            (false, _) => Red,
            (true, true) => Green,
            _ => Yellow,
        };
        var signature = signed
            ? $" with {test.Text(nameof(DkimSigningTest.Selector))}, {test.Text(nameof(DkimSigningTest.Algorithm))}: "
                + $"{Match(store, "the stored key")}, {Match(dns, "DNS")}"
            : "";
        var origins = test.Text(nameof(DkimSigningTest.SignsFor)) is { Length: > 0 } signs ? $", for {signs}" : "";
        var endpoint = test.Text(nameof(DkimSigningTest.Endpoint));
        var line = $"{Bright}{Domain(test.Text(nameof(DkimSigningTest.Domain)))}{Reset}  "
            + $"{colour}{outcome}{Reset}{signature}{origins}  ({endpoint})";
        return new StringBuilder(Wrap(line, "", Indent, width))
            .Append(test.Objects(nameof(DkimSigningTest.Findings)), width)
            .AppendCopyHint(test, "Test-DkimSigning", width)
            .ToString();
    }

    /// <summary>Wrapped commands can't be copied, but strings aren't wrapped.</summary>
    private static StringBuilder AppendCopyHint(this StringBuilder text, ShownObject item, string cmdlet, int width)
    {
        var commands = item.Objects(nameof(DkimSigningTest.Findings))
            .SelectMany(finding => (finding.Text(nameof(DkimFinding.Advice)) ?? "").Split('\n').Skip(1));
        return commands.Any(line => line.Length > width - (2 * Indent.Length))
            ? text.Append('\n').Append(Indent).Append("To copy the commands in one piece:\n").Append(Indent).Append(Indent)
                .Append('(').Append(cmdlet).Append(' ').Append(item.Text(nameof(DkimSigningTest.Domain))).Append(").Findings.Advice")
            : text;
    }

    private static string Match(bool? matches, string what) =>
        matches switch { true => $"matches {what}", false => $"does not match {what}", _ => $"{what} not checked" };
}
