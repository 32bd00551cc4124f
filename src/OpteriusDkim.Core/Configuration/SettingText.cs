using System.Globalization;
using OpteriusDkim.Dns;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing;
using OpteriusDkim.Publishing.Services;

namespace OpteriusDkim.Configuration;

/// <summary>Converts the text of a setting, from the file or its default, to its value.</summary>
internal static class SettingText
{
    /// <summary>The value; null if the text isn't valid.</summary>
    public static object? Parse(Setting setting, string text) => setting.Kind switch
    {
        SettingKind.Path => Path.IsPathRooted(text) && !text.Any(char.IsControl) ? text : null,
        SettingKind.Number => ParseNumber(setting, text),
        SettingKind.Duration => text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero ? span : null,
        SettingKind.Choice => setting.Choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? setting.ChoiceByAlias(text),
        SettingKind.Server => DnsServer.TryParse(text, out _, out _) ? text : null,
        SettingKind.Url => IsUrl(text) ? text : null,
        SettingKind.Plugin => PluginArgument.IsPlugin(text) ? text : null,
        SettingKind.Credential => CredentialSource.TryParse(text, out _) ? text : null,
        SettingKind.Zone when text.Length == 0 => text,
        SettingKind.Zone => DomainName.TryParse(text, out var zone) ? zone.Value : null,
        SettingKind.TargetTemplate => DelegationTemplate.Parse(text)?.ToString(),
        SettingKind.Selector => Selector.TryParse(text, out var selector) ? selector.Value : null,
        _ => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal) ? text : null,
    };

    /// <summary>Whether a text is valid as an item of the setting's list.</summary>
    public static bool IsFit(Setting setting, string text) => setting.Kind switch
    {
        SettingKind.ServerList => DnsServer.TryParse(text, out _, out _),
        SettingKind.SelectorList => Selector.TryParse(text, out var selector) && !selector.Value.Contains('.', StringComparison.Ordinal),
        _ => text.Length > 0,
    };

    /// <summary>Whether the valid items of a list are valid together.</summary>
    public static bool IsFit(Setting setting, IReadOnlyList<string> texts) =>
        setting.Kind != SettingKind.SelectorList
        || texts.Select(text => Selector.Parse(text).Value).Distinct().Count() is var count
            && count == texts.Count && count >= Delegation.FewestSelectors;

    /// <summary>The most similar name of a setting; null if none is similar.</summary>
    public static string? Nearest(string name, bool perDomain)
    {
        var best = SettingTable.All
            .Where(setting => setting.PerDomain || !perDomain)
            .Select(setting => (setting.Name, Distance: Distance(name, setting.Name)))
            .MinBy(candidate => candidate.Distance);
        return best.Distance <= Math.Max(2, name.Length / 3) ? best.Name : null;
    }

    /// <summary>Without TLS a credential would be readable on the network.</summary>
    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.UserInfo.Length + url.Query.Length + url.Fragment.Length == 0;

    private static int? ParseNumber(Setting setting, string text)
    {
        var fits = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= setting.Range.Least
            && number <= setting.Range.Most
            && (setting.Choices.Count == 0 || setting.Choices.Contains(text));
        return fits ? number : null;
    }

    /// <summary>The Levenshtein distance, ignoring case.</summary>
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }

            previous = current;
        }

        return previous[^1];
    }
}
