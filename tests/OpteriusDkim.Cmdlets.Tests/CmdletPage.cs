using System.Text;
using System.Xml.Linq;

namespace OpteriusDkim;

/// <summary>A cmdlet's help entry (MAML) as a page of Markdown.</summary>
internal sealed class CmdletPage(XElement entry)
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    private readonly StringBuilder text = new();

    public string Name => Value(entry.Element(Command + "details")!, Command + "name");

    /// <summary>The synopsis, one sentence.</summary>
    public string Synopsis => string.Join(' ', Paragraphs(entry.Element(Command + "details")!.Element(Maml + "description")));

    public string Render()
    {
        text.Clear();
        text.Append("# ").Append(Name).Append("\n\n").Append(Escaped(Synopsis)).Append('\n');
        AppendSyntax();
        AppendSection("Description", Paragraphs(entry.Element(Maml + "description")));
        AppendExamples();
        AppendHeading("Parameters");
        foreach (var parameter in entry.Element(Command + "parameters")!.Elements(Command + "parameter"))
        {
            AppendParameter(parameter);
        }

        text.Length--;
        AppendTypes("Input", entry.Element(Command + "inputTypes"));
        AppendTypes("Output", entry.Element(Command + "returnValues"));
        AppendSection("Notes", [.. entry.Descendants(Maml + "alert").SelectMany(Paragraphs)]);
        AppendLinks();
        return text.ToString();
    }

    private void AppendSyntax()
    {
        AppendHeading("Syntax");
        text.Append("```powershell\n");
        foreach (var item in entry.Element(Command + "syntax")!.Elements(Command + "syntaxItem"))
        {
            text.Append(Name).AppendJoin("", item.Elements(Command + "parameter").Select(part => $" {SyntaxOf(part)}")).Append('\n');
        }

        text.Append("```\n");
    }

    private static string SyntaxOf(XElement parameter)
    {
        var name = $"-{Value(parameter, Maml + "name")}";
        var value = parameter.Element(Command + "parameterValue");
        var choices = parameter.Element(Command + "parameterValueGroup")?.Elements().Select(choice => choice.Value.Trim()).ToArray();
        var isNamed = (string?)parameter.Attribute("position") == "named";
        var shown = (isNamed ? name : $"[{name}]")
            + (value is null ? "" : $" <{(choices is { Length: > 0 } ? string.Join('|', choices) : value.Value.Trim())}>");
        return (string?)parameter.Attribute("required") == "true" ? shown : $"[{shown}]";
    }

    private void AppendExamples()
    {
        AppendHeading("Examples");
        foreach (var example in entry.Descendants(Command + "example"))
        {
            var title = Value(example, Maml + "title").Trim('-', ' ');
            text.Append("### ").Append(Escaped(title)).Append("\n\n```powershell\n").Append(Value(example, Dev + "code")).Append("\n```\n");
            AppendParagraphs(Paragraphs(example.Element(Dev + "remarks")));
            text.Append('\n');
        }

        text.Length--; // A heading begins with the same empty line.
    }

    private void AppendParameter(XElement parameter)
    {
        text.Append("### -").Append(Value(parameter, Maml + "name")).Append('\n');
        AppendParagraphs(Paragraphs(parameter.Element(Maml + "description")));
        string?[] facts =
        [
            $"Type: {Value(parameter, Command + "parameterValue")}",
            (string?)parameter.Attribute("required") == "true" ? "required" : null,
            (string?)parameter.Attribute("position") is { } at and not "named" ? $"position {at}" : null,
            Value(parameter, Dev + "defaultValue") is var value and not ("" or "None" or "False") ? $"default: {value}" : null,
            (string?)parameter.Attribute("pipelineInput") is { } pipeline and not "False" ? $"pipeline: {Ways(pipeline)}" : null,
            (string?)parameter.Attribute("globbing") == "true" ? "wildcards accepted" : null,
            (string?)parameter.Attribute("aliases") is { } aliases and not "none" ? $"aliases: {aliases}" : null,
        ];
        text.Append('\n').Append(Escaped(string.Join("; ", facts.OfType<string>()))).Append(".\n\n");
    }

    private static string Ways(string pipeline) => pipeline.Replace("True", "", StringComparison.Ordinal).Trim(' ', '(', ')')
        .Replace("ByPropertyName", "by property name", StringComparison.Ordinal).Replace("ByValue", "by value", StringComparison.Ordinal);

    private void AppendTypes(string heading, XElement? types)
    {
        AppendHeading(heading);
        foreach (var type in types?.Elements() ?? [])
        {
            var name = Value(type.Element(Dev + "type")!, Maml + "name");
            text.Append("- ").Append(Escaped(name)).Append(": ")
                .Append(Escaped(string.Join(' ', Paragraphs(type.Element(Maml + "description"))))).Append('\n');
        }
    }

    private void AppendLinks()
    {
        AppendHeading("See also");
        text.AppendJoin(", ", entry.Descendants(Maml + "linkText").Select(link => LinkTo(link.Value))).Append('\n');
    }

    private static string LinkTo(string name) => name.StartsWith("about_", StringComparison.Ordinal)
        ? $"[{name}](../../en-US/{name}.help.txt)"
        : $"[{name}]({name}.md)";

    private void AppendSection(string heading, string[] paragraphs)
    {
        if (paragraphs.Length > 0)
        {
            AppendHeading(heading);
            text.AppendJoin("\n\n", paragraphs.Select(Escaped)).Append('\n');
        }
    }

    private void AppendHeading(string heading) => text.Append("\n## ").Append(heading).Append("\n\n");

    private void AppendParagraphs(IEnumerable<string> paragraphs) =>
        text.AppendJoin("", paragraphs.Select(paragraph => $"\n{Escaped(paragraph)}\n"));

    private static string[] Paragraphs(XElement? parent) =>
        [.. (parent?.Elements(Maml + "para") ?? []).Select(paragraph => paragraph.Value.Trim()).Where(paragraph => paragraph.Length > 0)];

    private static string Value(XElement parent, XName name) => parent.Element(name)?.Value.Trim('\n', '\r') ?? "";

    /// <summary>Escapes what Markdown would read as a tag, emphasis or a table.</summary>
    private static string Escaped(string paragraph) => string.Concat(paragraph.Select(character =>
        character is '<' or '>' or '*' or '_' or '|' or '[' or ']' or '`' or '\\' ? $"\\{character}" : $"{character}"));
}
