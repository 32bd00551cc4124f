using System.Collections;
using System.Globalization;
using OpteriusDkim.Findings;
using OpteriusDkim.Publishing;
using OpteriusDkim.Rotation;
using OpteriusDkim.Rotation.Selectors;

namespace OpteriusDkim.Configuration;

/// <summary>A change of one setting in the file.</summary>
internal sealed class SettingChange
{
    private SettingChange(Setting setting, string? pattern, string? json, object? value)
    {
        Setting = setting;
        Pattern = pattern;
        Json = json;
        Value = value;
    }

    /// <summary>The setting's name.</summary>
    public string Name => Setting.Name;

    /// <summary>The name under <c>domains</c>; null for the top level.</summary>
    public string? Pattern { get; }

    internal Setting Setting { get; }

    /// <summary>The value as JSON; null if the setting is removed.</summary>
    internal string? Json { get; }

    /// <summary>The value as the file's reader returns it; null if the setting is removed.</summary>
    internal object? Value { get; }

    /// <summary>Checks a user's input.</summary>
    /// <param name="name">The setting's name in any letter case.</param>
    /// <param name="value">A text, a number, a time span, or a list.</param>
    /// <param name="pattern">A domain or a pattern as under <c>domains</c>; null for all.</param>
    /// <exception cref="DkimException">There is no such setting, or it can't have this value.</exception>
    public static SettingChange Of(string name, object? value, string? pattern)
    {
        var setting = Find(name, pattern);
        return setting.IsList
            ? OfList(setting, value, pattern)
            : OfOne(setting, value, pattern);
    }

    /// <summary>Removes a setting from the file, so that its default applies.</summary>
    /// <param name="name">The setting's name in any letter case.</param>
    /// <param name="pattern">A domain or a pattern as under <c>domains</c>; null for all.</param>
    /// <exception cref="DkimException">There is no such setting.</exception>
    public static SettingChange Removal(string name, string? pattern) => new(Find(name, pattern), pattern, null, null);

    private static Setting Find(string name, string? pattern)
    {
        var setting = SettingTable.All.FirstOrDefault(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw UnknownSetting.Error(name);
        if (pattern is not null && DomainPattern.Parse(pattern) is null)
        {
            throw new InvalidInputException(
                FindingTable.InvalidValue.With(
                    ("input", PrintableText.Quote(pattern)),
                    ("name", "Domain"),
                    ("expected", "a domain, *. and a domain for all below it, or *")), pattern);
        }

        if (pattern is not null && !setting.PerDomain)
        {
            throw new InvalidInputException(FindingTable.SettingNotPerDomain.With(("name", setting.Name)), name);
        }

        return setting;
    }

    private static SettingChange OfList(Setting setting, object? value, string? pattern)
    {
        var items = (value is IEnumerable list and not string and not IDictionary ? list.Cast<object?>() : [value])
            .SelectMany(TextsOf).ToList();
        if (setting.Name == "publisher.pluginArguments")
        {
            // Refused now, not only when a record is published. The error doesn't repeat the value, which may be a secret.
            items.ForEach(item => PluginArgument.Parse(item));
        }

        var wrong = items.Find(item => !SettingText.IsFit(setting, item))
            ?? (SettingText.IsFit(setting, items) ? null : string.Join(", ", items));
        return wrong is not null
            ? throw Invalid(setting, wrong)
            : new SettingChange(setting, pattern, $"[{string.Join(", ", items.Select(JsonEditor.Quote))}]", items);
    }

    private static SettingChange OfOne(Setting setting, object? value, string? pattern)
    {
        var items = value is IEnumerable list and not string ? [.. list.Cast<object?>().Select(TextOf)] : new[] { TextOf(value) };
        var text = string.Join(", ", items);
        if (setting.TakesSeconds)
        {
            text = DurationOf(text);
        }

        var parsed = SettingText.Parse(setting, text) ?? throw Invalid(setting, text);
        if (setting.NamesFile && parsed is string path && Path.IsPathRooted(path) && !File.Exists(path))
        {
            throw new NotFoundException(
                FindingTable.SettingFileMissing.With(("name", setting.Name), ("path", PrintableText.Clean(path))), path);
        }

        if (setting.Name == "rotation.selector")
        {
            // An invalid template is refused now, not only by the next rotation.
            SelectorTemplate.Of(text);
        }

        var json = parsed is int number ? number.ToString(CultureInfo.InvariantCulture) : JsonEditor.Quote(parsed as string ?? text);
        return new SettingChange(setting, pattern, json, parsed);
    }

    /// <summary>A bare number is seconds, as for -Timeout.</summary>
    private static string DurationOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture)
            : text;

    /// <summary>A hash table is taken as items in the form Name=value, as Posh-ACME takes its arguments.</summary>
    private static IEnumerable<string> TextsOf(object? value) => value is IDictionary table
        ? table.Keys.Cast<object>().Select(key => $"{TextOf(key)}={TextOf(table[key])}").Order(StringComparer.Ordinal)
        : [TextOf(value)];

    private static string TextOf(object? value) => value switch
    {
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A credential that was given in place of its path isn't repeated.</summary>
    private static InvalidInputException Invalid(Setting setting, string text)
    {
        var isSecret = setting.Kind == SettingKind.Credential;
        return new InvalidInputException(
            FindingTable.InvalidValue.With(
                ("input", isSecret ? "This value" : PrintableText.Quote(text)), ("name", setting.Name), ("expected", setting.Expected)),
            isSecret ? null : text);
    }
}
