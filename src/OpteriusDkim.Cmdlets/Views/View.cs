using System.ComponentModel;
using System.Management.Automation;
using System.Text;

namespace OpteriusDkim;

/// <summary>
/// The text of the default views in module/OpteriusDkim.Format.ps1xml. Properties are read by name, to support
/// deserialized objects. Colour is always written; the engine removes it if the output has none.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class View
{
    private const string Reset = "\u001b[0m";
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Red = "\u001b[31m";
    private const string Bright = "\u001b[1m";
    private const string Indent = "    ";

    /// <summary>The default view of an object of the types in the format file's selection set.</summary>
    /// <param name="item">The object, live or deserialized.</param>
    /// <param name="width">The width of the terminal in columns; 0 without a terminal.</param>
    public static string Show(PSObject item, int width)
    {
        var shown = new ShownObject(item);
        var columns = width > 0 ? width : int.MaxValue;
        return shown.TypeName switch
        {
            "DkimKey#New" => NewKey(shown, columns),
            nameof(DkimDnsRecord) => Record(shown, columns),
            nameof(DkimPublication) => Publication(shown, columns),
            nameof(DkimRotation) => Rotation(shown, columns),
            nameof(DkimDnsTest) => Test(shown, columns),
            nameof(DkimSigningEntry) => Signing(shown, columns),
            nameof(DkimSigningTest) => SigningTest(shown, columns),
            nameof(DkimKeyPermission) => Permission(shown, columns),
            nameof(DkimSignerSetup) => Setup(shown, columns),
            nameof(DkimKeyRecord) => KeyRecord(shown, columns),
            nameof(DkimFinding) => Finding(shown, "", columns),
            _ => shown.ToString(),
        };
    }

    private static string Label(string text) => $"{Green}{text,-9}{Reset} ";

    /// <summary>Appends each finding on separate lines.</summary>
    private static StringBuilder Append(this StringBuilder text, IEnumerable<ShownObject> findings, int width)
    {
        foreach (var finding in findings)
        {
            text.Append('\n').Append(Finding(finding, Indent, width));
        }

        return text;
    }

    private static string Finding(ShownObject finding, string indent, int width)
    {
        if (finding.Text(nameof(DkimFinding.Code)) is not { } code)
        {
            // Serialized without its properties, it is a string.
            return Wrap(finding.ToString(), indent, indent + "  ", width);
        }

        var colour = finding.Text(nameof(DkimFinding.Severity)) switch
        {
            nameof(FindingSeverity.Error) => Red,
            nameof(FindingSeverity.Warning) => Yellow,
            _ => Bright,
        };
        var message = Wrap($"{code}: {finding.Text(nameof(DkimFinding.Message))}", indent, indent + "  ", width);
        var advice = (finding.Text(nameof(DkimFinding.Advice)) ?? "").Split('\n').Select((line, number) => number == 0
            ? Wrap(line, indent + "  ", indent + "  ", width)
            : indent + Indent + line);
        return $"{indent}{colour}{code}{Reset}{message[(indent.Length + code.Length)..]}\n{string.Join('\n', advice)}";
    }

    /// <summary>Wraps a text at spaces; the engine would wrap it within words.</summary>
    private static string Wrap(string text, string first, string next, int width)
    {
        var lines = new StringBuilder(first);
        var column = first.Length;
        foreach (var word in text.Split(' '))
        {
            var length = ShownLength(word);
            if (column > next.Length && column + length + 1 >= width)
            {
                while (lines[^1] == ' ')
                {
                    lines.Length--;
                }

                lines.Append('\n').Append(next);
                column = next.Length;
            }
            else if (column > first.Length)
            {
                lines.Append(' ');
                column++;
            }

            lines.Append(word);
            column += length;
        }

        return lines.ToString();
    }

    /// <summary>The width of a word without colour sequences.</summary>
    private static int ShownLength(string word)
    {
        var length = word.Length;
        for (var start = word.IndexOf('\u001b', StringComparison.Ordinal); start >= 0; start = word.IndexOf('\u001b', start + 1))
        {
            length -= word.IndexOf('m', start) - start + 1;
        }

        return length;
    }
}
