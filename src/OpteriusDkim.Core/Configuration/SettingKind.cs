namespace OpteriusDkim.Configuration;

/// <summary>What values a setting takes.</summary>
internal enum SettingKind
{
    Text,
    Path,
    Number,
    Duration,
    Choice,
    TextList,
    Server,
    ServerList,
    Selector,
    Url,
    Credential,
    Plugin,
    SelectorList,
    Zone,
    TargetTemplate,
}
