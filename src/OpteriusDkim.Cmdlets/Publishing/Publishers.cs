namespace OpteriusDkim;

/// <summary>Creates the configured publisher of each domain. Domains with the same settings share one.</summary>
/// <param name="lifetime">Cancels shared queries.</param>
internal sealed class Publishers(DkimConfiguration configuration, CancellationToken lifetime)
{
    private readonly Dictionary<(PublisherSettings, string), RecordPublisher> made = [];
    private readonly EarlierKeys earlier = new(configuration.StateDirectory, Composition.Ed25519());
    private PublishedTxtQuery? query;

    /// <summary>The publisher of a domain.</summary>
    /// <exception cref="DkimException">Its settings are invalid.</exception>
    public RecordPublisher For(DomainName domain)
    {
        var settings = configuration.PublisherFor(domain);
        var provider = configuration.ProviderFor(domain);
        lock (made)
        {
            var key = (settings with { Domain = AnyDomain }, provider.Name);
            return made.TryGetValue(key, out var publisher) ? publisher : made[key] = Make(settings, provider);
        }
    }

    private static DomainName AnyDomain { get; } = DomainName.Parse("any.example");

    private PublishedTxtQuery Query => query ??= MakeQuery();

    private RecordPublisher Make(PublisherSettings settings, DkimProvider provider) => settings.Type switch
    {
        PublisherType.Manual => new ManualPublisher(Query, provider) { EarlierKeys = earlier.Of },
        PublisherType.DynamicUpdate => new DynamicUpdatePublisher(
            Composition.DynamicUpdate(settings.RequireServer(), Checked(settings.KeyFile), configuration.DnsTimeout),
            Composition.DnsClient(),
            Query,
            configuration.DnsTimeout) { EarlierKeys = earlier.Of },
        PublisherType.Script => new ScriptPublisher(Query, RecordScript.At(settings.RequireScript())) { EarlierKeys = earlier.Of },
        PublisherType.PoshAcme => new PluginPublisher(
            Query,
            PoshAcmePlugin.Of(settings.RequirePlugin(), settings.PluginArguments, new SecretVault()),
            settings.PluginValue) { EarlierKeys = earlier.Of },
        _ => new ServicePublisher(Composition.DnsService(settings), Query) { EarlierKeys = earlier.Of },
    };

    /// <summary>Reads the key file once, so that its problems are reported before an update is sent.</summary>
    private static string? Checked(string? keyFile)
    {
        if (keyFile is not null)
        {
            TsigKey.Read(keyFile).Dispose();
        }

        return keyFile;
    }

    private PublishedTxtQuery MakeQuery()
    {
        var client = Composition.DnsClient();
        var configured = configuration.DnsServers.Count > 0;
        var servers = configured ? configuration.DnsServers : Composition.SystemResolvers().Servers();
        var zones = new ZoneDirectory(client, servers, configuration.DnsTimeout, TimeProvider.System, lifetime);
        return new PublishedTxtQuery(
            new AuthoritativeLookup(zones, trustPrivate: configured),
            new Resolvers(new AliasFollowingClient(client), servers, configuration.DnsTimeout));
    }
}
