using OpteriusDkim.Names;

namespace OpteriusDkim.Configuration;

/// <summary>A row of <see cref="SettingTable"/>.</summary>
/// <param name="Name">The name as in the file, with dots between its levels: <c>dns.timeout</c>.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Default">The default; null for none.</param>
/// <param name="Meaning">What it is for, in a sentence.</param>
internal sealed record Setting(string Name, SettingKind Kind, string? Default, string Meaning)
{
    /// <summary>Computes a default that depends on the user and the environment; null if it doesn't.</summary>
    public Func<string?>? UserDefault { get; init; }

    /// <summary>The default for this user and environment; null for none.</summary>
    public string? EffectiveDefault => UserDefault is null ? Default : UserDefault();

    /// <summary>The values of a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Maps an alias to a choice; null if it isn't one.</summary>
    public Func<string, string?> ChoiceByAlias { get; init; } = _ => null;

    /// <summary>The smallest and largest number.</summary>
    public (int Least, int Most) Range { get; init; } = (1, int.MaxValue);

    /// <summary>Whether it may be set under <c>domains</c> too.</summary>
    public bool PerDomain { get; init; }

    /// <summary>Whether a bare number is a duration in seconds. It isn't for settings in days: 7 would become 7 seconds.</summary>
    public bool TakesSeconds { get; init; }

    /// <summary>Whether it is the path of a file that has to exist when the setting is changed.</summary>
    public bool NamesFile { get; init; }

    /// <summary>Whether it takes a list.</summary>
    public bool IsList => Kind is SettingKind.TextList or SettingKind.ServerList or SettingKind.SelectorList;

    /// <summary>What it takes, for an error's advice.</summary>
    public string Expected => Kind switch
    {
        SettingKind.Path => "an absolute path",
        SettingKind.Number when Choices.Count > 0 => "one of the numbers " + string.Join(", ", Choices),
        SettingKind.Number => $"a whole number from {Range.Least} to {Range.Most}",
        SettingKind.Duration => "a duration as \"d.hh:mm:ss\": \"7.00:00:00\" is 7 days, \"00:00:05\" is 5 seconds",
        SettingKind.Choice => "one of " + string.Join(", ", Choices.Select(choice => $"\"{choice}\"")),
        SettingKind.Server => "an IP address with or without a port: \"192.0.2.1:53\"",
        SettingKind.ServerList => "a list of IP addresses with or without a port: [\"192.0.2.53\", \"[2001:db8::53]:5353\"]",
        SettingKind.Url => "an address that begins with https://, or with http:// for this host: \"http://127.0.0.1:8081\"",
        SettingKind.Plugin => "the name of a Posh-ACME plugin, such as \"Namecheap\"",
        SettingKind.Credential => "an absolute path, or \"secret:Vault/Name\"",
        SettingKind.Selector => "a selector, such as \"mail\"",
        SettingKind.SelectorList =>
            $"a list of {Delegation.FewestSelectors} or more different selectors of one label each: [\"s1\", \"s2\"]",
        SettingKind.Zone => "a domain name such as \"dkim.example.net\", or \"\" for none",
        SettingKind.TargetTemplate => "a name with {selector} and {domain} as labels of their own: \"{selector}.{domain}\"",
        SettingKind.TextList => "a list of strings: [\"...\", \"...\"]",
        _ => "a string",
    };
}
