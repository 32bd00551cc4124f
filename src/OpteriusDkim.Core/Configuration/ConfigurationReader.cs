using System.Globalization;
using System.Text.Json;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Configuration;

/// <summary>Walks the tokens of one configuration file; settings are named by their path.</summary>
internal ref struct ConfigurationReader
{
    private readonly string path;
    private readonly ReadOnlySpan<byte> text;
    private readonly Dictionary<string, SettingValue> values;
    private readonly Dictionary<DomainPattern, Dictionary<string, SettingValue>> domains;

    private int countedTo;
    private int currentLine = 1;

    public ConfigurationReader(
        string path,
        ReadOnlySpan<byte> text,
        Dictionary<string, SettingValue> values,
        Dictionary<DomainPattern, Dictionary<string, SettingValue>> domains)
    {
        this.path = path;
        this.text = text;
        this.values = values;
        this.domains = domains;
    }

    public void ReadFile(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("the file must be one object { ... }", null, 0, null);
        }

        ReadObject(ref reader, "", values, perDomain: false);
        while (reader.Read())
        {
            // What follows the object is refused by the reader itself.
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, string prefix, Dictionary<string, SettingValue> into, bool perDomain)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = prefix + reader.GetString();
            var line = LineOf(reader.TokenStartIndex);
            reader.Read();
            if (name == "domains" && !perDomain)
            {
                RequireObject(ref reader, name, line);
                ReadDomains(ref reader);
            }
            else if (IsGroup(name, perDomain))
            {
                RequireObject(ref reader, name, line);
                ReadObject(ref reader, name + ".", into, perDomain);
            }
            else
            {
                ReadSetting(ref reader, name, line, into, perDomain);
            }
        }
    }

    private void ReadDomains(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var line = LineOf(reader.TokenStartIndex);
            var pattern = DomainPattern.Parse(name)
                ?? throw Invalid(
                    "the name under domains", PrintableText.Quote(name), line, "a domain, or *. and a domain for all below it");
            reader.Read();
            RequireObject(ref reader, name, line);
            var into = new Dictionary<string, SettingValue>();
            if (!domains.TryAdd(pattern, into))
            {
                throw Repeated(name, line);
            }

            ReadObject(ref reader, "", into, perDomain: true);
        }
    }

    private void ReadSetting(
        ref Utf8JsonReader reader, string name, int line, Dictionary<string, SettingValue> into, bool perDomain)
    {
        var setting = SettingTable.All.FirstOrDefault(setting => setting.Name == name && (setting.PerDomain || !perDomain))
            ?? throw Unknown(name, line, perDomain);
        var value = ReadValue(ref reader, setting, line);
        if (!into.TryAdd(name, new SettingValue(value, $"{path}:{line}")))
        {
            throw Repeated(name, line);
        }
    }

    private object ReadValue(ref Utf8JsonReader reader, Setting setting, int line)
    {
        if (setting.IsList)
        {
            return ReadList(ref reader, setting, line);
        }

        // A credential that was written in place of its path isn't repeated.
        var shown = setting.Kind == SettingKind.Credential ? "this value" : Show(ref reader);
        if (setting.Kind == SettingKind.Number)
        {
            return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)
                ? SettingText.Parse(setting, number.ToString(CultureInfo.InvariantCulture))
                    ?? throw Invalid(setting.Name, shown, line, setting.Expected)
                : throw Invalid(
                    setting.Name, shown, line,
                    setting.Expected + (reader.TokenType == JsonTokenType.String ? ", without quotation marks" : ""));
        }

        return reader.TokenType == JsonTokenType.String
            ? SettingText.Parse(setting, reader.GetString()!) ?? throw Invalid(setting.Name, shown, line, setting.Expected)
            : throw Invalid(setting.Name, shown, line, setting.Expected);
    }

    private List<string> ReadList(ref Utf8JsonReader reader, Setting setting, int line)
    {
        var list = new List<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Invalid(setting.Name, Show(ref reader), line, setting.Expected);
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var at = LineOf(reader.TokenStartIndex);
            var shown = Show(ref reader);
            list.Add(reader.TokenType == JsonTokenType.String && SettingText.IsFit(setting, reader.GetString()!)
                ? reader.GetString()!
                : throw Invalid(setting.Name, shown, at, setting.Expected));
        }

        return SettingText.IsFit(setting, list)
            ? list
            : throw Invalid(setting.Name, $"[{string.Join(", ", list.Select(PrintableText.Quote))}]", line, setting.Expected);
    }

    private static bool IsGroup(string name, bool perDomain) =>
        SettingTable.All.Any(setting => setting.Name.StartsWith(name + ".", StringComparison.Ordinal) && (setting.PerDomain || !perDomain));

    private void RequireObject(ref Utf8JsonReader reader, string name, int line)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Invalid(PrintableText.Clean(name), Show(ref reader), line, "an object { ... }");
        }
    }

    private static string Show(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => PrintableText.Quote(reader.GetString()),
        _ => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
    };

    /// <summary>The line of an offset. Offsets come in ascending order, so each line is counted once.</summary>
    private int LineOf(long offset)
    {
        currentLine += text[countedTo..(int)offset].Count((byte)'\n');
        countedTo = (int)offset;
        return currentLine;
    }

    private InvalidInputException Invalid(string name, string value, int line, string expected) => new(
        FindingTable.InvalidSetting.With(("path", path), ("line", line), ("name", name), ("value", value), ("expected", expected)),
        name);

    private InvalidInputException Repeated(string name, int line) => new(
        FindingTable.RepeatedSetting.With(("path", path), ("line", line), ("name", PrintableText.Quote(name))), name);

    private InvalidInputException Unknown(string name, int line, bool perDomain) => new(
        FindingTable.UnknownSetting.With(
            ("path", path), ("line", line), ("name", PrintableText.Quote(name)), ("nearest", UnknownSetting.Hint(name, perDomain))),
        name);
}
