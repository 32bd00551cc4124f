namespace OpteriusDkim.Tests;

/// <summary>A simulated host in a folder: keys, state, an opendkim.conf with its KeyTable, and a configuration file for them.</summary>
internal sealed class TestHost : IDisposable
{
    public TestHost()
    {
        OpenDkimConfigurationPath = Folder.Write("etc/opendkim.conf", $"KeyTable {Folder["etc/KeyTable"]}\n");
        KeyTablePath = Folder.Write("etc/KeyTable", "");
        ConfigurationPath = Folder.Write("etc/config.json", $$"""
            { "signer": { "type": "OpenDkim", "configuration": "{{OpenDkimConfigurationPath}}" } }
            """);
    }

    public TemporaryFolder Folder { get; } = new();

    public SetClock Clock { get; } = new();

    public FakeEd25519 Ed25519 { get; } = new();

    public RecordedProgress Progress { get; } = new();

    public string KeyDirectory => Folder["keys"];

    public string StateDirectory => Folder["state"];

    public string ConfigurationPath { get; }

    public string OpenDkimConfigurationPath { get; }

    public string KeyTablePath { get; }

    /// <summary>Read again, as by a new run.</summary>
    public SignerKeyReferences References => new(DkimConfiguration.Load(ConfigurationPath).SignerSettings);

    /// <summary>Opened again, as by a new run.</summary>
    public FileKeyStore Store => StoreOwnedBy(null);

    public FileKeyStore StoreOwnedBy(FileOwner? owner) =>
        new(KeyDirectory, StateDirectory, new KeyOwnership(owner), References, Ed25519, Clock);

    public Task<StoredKey> PutAsync(RecordName name, SampleKey key, bool replace = false) =>
        PutAsync(Store, name, key, replace, Progress);

    public static async Task<StoredKey> PutAsync(FileKeyStore store, RecordName name, SampleKey key, bool replace, IProgressLog log)
    {
        using var secret = key.ToPrivateKey();
        return await store.PutAsync(name, secret, new KeyPlacement(replace), log, TestContext.Current.CancellationToken);
    }

    public Task RemoveAsync(RecordName name, bool permanently = false) =>
        Store.RemoveAsync(name, permanently, Progress, TestContext.Current.CancellationToken);

    public Task TidyAsync(RecordName name) => Store.TidyAsync(name, Progress, TestContext.Current.CancellationToken);

    /// <summary>Adds a file to the signer's table.</summary>
    public void UseInKeyTable(string path, string domain = "example.com", string selector = "mail") =>
        File.AppendAllText(KeyTablePath, $"{selector}._domainkey.{domain} {domain}:{selector}:{path}\n");

    /// <summary>The backups of a domain's files, sorted by name.</summary>
    public string[] Backups(string domain, string file) => Directory.Exists(Folder[$"state/kept/{domain}"])
        ? [.. Directory.GetFiles(Folder[$"state/kept/{domain}"], file + ".2*").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>All paths below the key directory, relative to it.</summary>
    public string[] KeyFiles() => Directory.Exists(KeyDirectory)
        ? [.. Directory.GetFiles(KeyDirectory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(KeyDirectory, file)).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose() => Folder.Dispose();
}
