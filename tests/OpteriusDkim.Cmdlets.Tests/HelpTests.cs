using System.Management.Automation;
using System.Management.Automation.Language;
using System.Xml.Linq;

namespace OpteriusDkim;

/// <summary>Help, cmdlets and manifest agree.</summary>
public sealed partial class HelpTests
{
    public static TheoryData<string> CmdletNames => [.. Cmdlets.Keys];

    [Fact]
    public void The_manifest_exports_exactly_the_existing_cmdlets() => Assert.Equal(Cmdlets.Keys, Exported());

    [Fact]
    public void Every_cmdlet_has_help_and_all_help_has_a_cmdlet() =>
        Assert.Equal(Cmdlets.Keys, Entries.Select(NameOf).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void A_help_entry_names_its_cmdlet_everywhere(string cmdlet)
    {
        var details = EntryOf(cmdlet).Element(Command + "details")!;

        Assert.Equal(cmdlet, $"{Text(details, Command + "verb")}-{Text(details, Command + "noun")}");
        Assert.All(SyntaxOf(cmdlet), syntax => Assert.Equal(cmdlet, Text(syntax, Maml + "name")));
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void Every_cmdlet_has_a_synopsis_and_a_description(string cmdlet)
    {
        var entry = EntryOf(cmdlet);

        Assert.NotEmpty(Text(entry.Element(Command + "details")!, Maml + "description"));
        Assert.NotEmpty(Text(entry, Maml + "description"));
        Assert.NotEmpty(Text(entry, Command + "inputTypes"));
        Assert.NotEmpty(Text(entry, Command + "returnValues"));
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void Every_parameter_is_described_once_and_as_it_binds(string cmdlet)
    {
        var described = EntryOf(cmdlet).Element(Command + "parameters")!.Elements().ToArray();

        Assert.Equal(
            ParametersOf(cmdlet).OrderBy(parameter => parameter.Name, StringComparer.Ordinal),
            described.Select(Read).OrderBy(parameter => parameter.Name, StringComparer.Ordinal));
        Assert.All(described, parameter =>
        {
            Assert.NotEmpty(Text(parameter, Maml + "description"));
            Assert.Equal(TypeOf(cmdlet, NameOf(parameter)), Text(parameter.Element(Dev + "type")!, Maml + "name"));
            Assert.Equal(TypeOf(cmdlet, NameOf(parameter)), Text(parameter, Command + "parameterValue"));
        });
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void The_syntax_has_each_parameter_set_and_the_positional_parameters_first(string cmdlet)
    {
        var sets = ParameterSetsOf(cmdlet);
        var shown = SyntaxOf(cmdlet).Select(syntax => syntax.Elements(Command + "parameter").Select(Read).ToArray()).ToArray();

        Assert.Equal(sets.Length, shown.Length);
        Assert.All(sets.Zip(shown), pair =>
        {
            Assert.Equal(ParametersOf(cmdlet, pair.First).ToHashSet(), pair.Second.ToHashSet());
            Assert.Equal(pair.Second.Length, pair.Second.Distinct().Count());
            Assert.Equal(pair.Second.OrderBy(parameter => parameter.Position, StringComparer.Ordinal), pair.Second);
        });
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void A_choice_in_the_syntax_is_the_one_that_the_parameter_takes(string cmdlet)
    {
        foreach (var parameter in SyntaxOf(cmdlet).SelectMany(syntax => syntax.Elements(Command + "parameter")))
        {
            var shown = parameter.Element(Command + "parameterValueGroup")?.Elements().Select(value => value.Value) ?? [];

            Assert.Equal(ChoicesOf(cmdlet, NameOf(parameter)), shown);
        }
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void Every_cmdlet_has_two_examples_or_more_each_of_itself_and_explained(string cmdlet)
    {
        var examples = EntryOf(cmdlet).Element(Command + "examples")!.Elements().ToArray();

        Assert.True(examples.Length >= 2, $"{cmdlet} has {examples.Length} examples.");
        Assert.All(examples, example =>
        {
            Assert.NotEmpty(Text(example, Maml + "title"));
            Assert.NotEmpty(Text(example, Dev + "remarks"));
            Assert.Contains(CommandsIn(CodeOf(example)), command => IsCalled(command, cmdlet));
        });
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void Every_example_can_be_parsed_and_uses_parameters_that_exist(string cmdlet)
    {
        foreach (var example in EntryOf(cmdlet).Descendants(Dev + "code"))
        {
            foreach (var command in CommandsIn(example.Value))
            {
                AssertParametersExist(command);
            }
        }
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void Every_link_leads_to_a_cmdlet_or_a_topic(string cmdlet) =>
        Assert.All(EntryOf(cmdlet).Descendants(Maml + "linkText"), link =>
            Assert.True(Cmdlets.ContainsKey(link.Value) || File.Exists(TopicPath(link.Value)), $"There is no help on {link.Value}."));

    // Get-Help shows the line ends of a paragraph as they are, and breaks long lines by itself.
    [Fact]
    public void A_paragraph_is_on_one_line() =>
        Assert.All(Entries.Descendants(Maml + "para"), paragraph => Assert.DoesNotContain('\n', paragraph.Value));

    private static void AssertParametersExist(CommandAst command)
    {
        var cmdlet = Cmdlets.Keys.FirstOrDefault(name => IsCalled(command, name));
        if (cmdlet is null)
        {
            return;
        }

        var known = ParametersOf(cmdlet).Select(parameter => parameter.Name).Concat(Cmdlet.CommonParameters).ToArray();
        Assert.All(command.CommandElements.OfType<CommandParameterAst>(), used =>
            Assert.Contains(known, name => name.StartsWith(used.ParameterName, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsCalled(CommandAst command, string cmdlet) =>
        cmdlet.Equals(command.GetCommandName(), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<CommandAst> CommandsIn(string code)
    {
        var script = Parser.ParseInput(code, out _, out var errors);
        Assert.Empty(errors);
        return script.FindAll(part => part is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();
    }

    private static string CodeOf(XElement example) => example.Element(Dev + "code")!.Value;
}
