using OpteriusDkim.Dns;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing;
using OpteriusDkim.Publishing.Services;
using OpteriusDkim.Signing.Postfix;

namespace OpteriusDkim.Configuration;

/// <summary>For each setting the file's value, else what follows from Postfix, else the default.</summary>
internal sealed class EffectiveSettings
{
    private static readonly TimeSpan ShortestDrain = TimeSpan.FromDays(7);
    private static readonly TimeSpan BeyondQueue = TimeSpan.FromDays(2);

    private readonly ConfigurationFile? file;
    private readonly Lazy<TimeSpan> safeDrain;

    public EffectiveSettings(ConfigurationFile? file)
    {
        this.file = file;
        safeDrain = new Lazy<TimeSpan>(FindSafeDrain);
    }

    /// <summary>7 days, or 2 days more than Postfix keeps mail in its queue, whichever is longer.</summary>
    public TimeSpan SafeDrain => safeDrain.Value;

    /// <summary>Postfix's main configuration file.</summary>
    public string PostfixPath => Get<string>("signer.postfix");

    /// <summary>The value of a setting that has one.</summary>
    public T Get<T>(string name, DomainName? domain = null) => (T)ValueOf(name, domain)!;

    /// <summary>The value of a setting; null if it is not set.</summary>
    public object? ValueOf(string name, DomainName? domain = null) => Find(name, domain is null ? null : DomainPattern.Of(domain)).Value;

    /// <summary>The value of a setting, and where it comes from.</summary>
    /// <param name="pattern">The name under <c>domains</c> for whose domains it applies; null for the top level.</param>
    public (object? Value, string Source) Find(string name, DomainPattern? pattern)
    {
        if (file?.Effective(pattern, name) is { } written)
        {
            return (written.Value, written.Source);
        }

        if (name == "rotation.drain" && SafeDrain > ShortestDrain)
        {
            return (SafeDrain, PostfixPath);
        }

        var setting = SettingTable.Get(name);
        return setting.EffectiveDefault is { } value ? (SettingText.Parse(setting, value), "default") : (null, "not set");
    }

    /// <summary>How a domain's records reach DNS.</summary>
    public PublisherSettings PublisherFor(DomainName domain) => new(
        domain, Enum.Parse<PublisherType>(Get<string>("publisher.type", domain)))
    {
        Server = ValueOf("publisher.server", domain) is string server ? DnsServer.Parse(server) : null,
        KeyFile = (string?)ValueOf("publisher.keyFile", domain),
        Script = (string?)ValueOf("publisher.script", domain),
        Url = ValueOf("publisher.url", domain) is string url ? new Uri(url) : null,
        Credential = CredentialSource.TryParse((string?)ValueOf("publisher.credentialFile", domain) ?? "", out var source) ? source : null,
        Plugin = (string?)ValueOf("publisher.plugin", domain),
        PluginArguments = ValueOf("publisher.pluginArguments", domain) as IReadOnlyList<string> ?? [],
        PluginValue = Enum.Parse<PluginValueForm>(Get<string>("publisher.pluginValue", domain)),
    };

    private TimeSpan FindSafeDrain()
    {
        var queue = PostfixSettings.Read(PostfixPath)?.QueueLifetime + BeyondQueue;
        return queue > ShortestDrain ? queue.Value : ShortestDrain;
    }
}
