using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Xml.Linq;

namespace OpteriusDkim;

/// <content>The compared sources: the manifest, the built cmdlets and the help file.</content>
public sealed partial class HelpTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    /// <summary>The classes by cmdlet name, sorted.</summary>
    private static SortedDictionary<string, Type> Cmdlets { get; } = new(
        typeof(NewDkimKeyCommand).Assembly.GetExportedTypes()
            .Where(type => type.IsDefined(typeof(CmdletAttribute)))
            .ToDictionary(type => type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet ? $"{cmdlet.VerbName}-{cmdlet.NounName}" : ""),
        StringComparer.Ordinal);

    private static XElement[] Entries { get; } =
        [.. XDocument.Load(Path.Combine(Repository.Root, "en-US", "OpteriusDkim.Cmdlets.dll-Help.xml")).Root!.Elements()];

    private static IEnumerable<string> Exported()
    {
        var table = Parser.ParseFile(Repository.Manifest, out _, out _).Find(part => part is HashtableAst, searchNestedScriptBlocks: false);
        var manifest = (System.Collections.Hashtable)((HashtableAst)table!).SafeGetValue();
        return ((object[])manifest["CmdletsToExport"]!).Cast<string>().Order(StringComparer.Ordinal);
    }

    private static XElement EntryOf(string cmdlet) => Entries.Single(entry => NameOf(entry) == cmdlet);

    private static XElement[] SyntaxOf(string cmdlet) => [.. EntryOf(cmdlet).Element(Command + "syntax")!.Elements(Command + "syntaxItem")];

    /// <summary>The name of an entry, or of a parameter.</summary>
    private static string NameOf(XElement element) =>
        element.Element(Command + "details") is { } details ? Text(details, Command + "name") : Text(element, Maml + "name");

    private static string Text(XElement element, XName child) => element.Element(child)?.Value.Trim() ?? "";

    private static PropertyInfo[] PropertiesOf(string cmdlet) =>
        [.. Cmdlets[cmdlet].GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute)))];

    /// <summary>The parameters as the engine binds them, in all parameter sets or in one.</summary>
    private static IEnumerable<BoundParameter> ParametersOf(string cmdlet, string? set = null) =>
    [
        .. PropertiesOf(cmdlet).Where(property => BindingsOf(property, set).Length > 0)
            .Select(property => BoundParameter.Of(property, BindingsOf(property, set))),
        .. Cmdlets[cmdlet].GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess
            ? new[] { BoundParameter.Switch("WhatIf", "wi"), BoundParameter.Switch("Confirm", "cf") }
            : [],
    ];

    /// <summary>The names of the parameter sets in the order of their first use.</summary>
    private static string[] ParameterSetsOf(string cmdlet)
    {
        string[] named =
        [
            .. PropertiesOf(cmdlet).SelectMany(property => BindingsOf(property, null)).Select(binding => binding.ParameterSetName)
                .Where(name => name != ParameterAttribute.AllParameterSets).Distinct(),
        ];
        return named.Length > 0 ? named : [ParameterAttribute.AllParameterSets];
    }

    private static ParameterAttribute[] BindingsOf(PropertyInfo property, string? set) =>
    [
        .. property.GetCustomAttributes<ParameterAttribute>()
            .Where(
                binding => set is null
                    || binding.ParameterSetName == set
                    || binding.ParameterSetName == ParameterAttribute.AllParameterSets),
    ];

    /// <summary>A parameter as the help file describes it.</summary>
    private static BoundParameter Read(XElement parameter)
    {
        string Attribute(string name) => parameter.Attribute(name)?.Value ?? "missing";

        return new BoundParameter(
            NameOf(parameter),
            Attribute("required"),
            Attribute("position"),
            Attribute("pipelineInput"),
            Attribute("globbing"),
            Attribute("variableLength"),
            Attribute("aliases"));
    }

    private static string TypeOf(string cmdlet, string parameter) => ClrTypeOf(cmdlet, parameter).Name;

    private static string[] ChoicesOf(string cmdlet, string parameter) => ClrTypeOf(cmdlet, parameter) is { IsEnum: true } type
        ? Enum.GetNames(type)
        : [.. PropertyOf(cmdlet, parameter)?.GetCustomAttribute<ValidateSetAttribute>()?.ValidValues ?? []];

    private static Type ClrTypeOf(string cmdlet, string parameter) => PropertyOf(cmdlet, parameter) is { } property
        ? Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
        : typeof(SwitchParameter);

    private static PropertyInfo? PropertyOf(string cmdlet, string parameter) =>
        PropertiesOf(cmdlet).SingleOrDefault(property => property.Name == parameter);

    /// <summary>How a parameter binds, in MAML's terms.</summary>
    private sealed record BoundParameter(
        string Name, string Required, string Position, string PipelineInput, string Globbing, string VariableLength, string Aliases)
    {
        public static BoundParameter Switch(string name, string alias) => new(name, "false", "named", "False", "false", "false", alias);

        public static BoundParameter Of(PropertyInfo property, ParameterAttribute[] bindings)
        {
            var binding = bindings[0];
            return new BoundParameter(
                property.Name,
                Word(bindings.All(each => each.Mandatory)),
                binding.Position == int.MinValue ? "named" : binding.Position.ToString(CultureInfo.InvariantCulture),
                PipelineInputOf(binding),
                Word(property.IsDefined(typeof(SupportsWildcardsAttribute))),
                Word(property.PropertyType.IsArray),
                property.GetCustomAttribute<AliasAttribute>() is { } aliases ? string.Join(", ", aliases.AliasNames) : "none");
        }

        private static string Word(bool value) => value ? "true" : "false";

        private static string PipelineInputOf(ParameterAttribute binding) =>
            (binding.ValueFromPipelineByPropertyName, binding.ValueFromPipeline) switch
            {
                (true, true) => "True (ByPropertyName, ByValue)",
                (true, false) => "True (ByPropertyName)",
                (false, true) => "True (ByValue)",
                _ => "False",
            };
    }
}
