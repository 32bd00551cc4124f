namespace OpteriusDkim;

/// <summary>
/// A folder for one test, with its own store, state directory and configuration, so that nothing of the
/// system is read or changed. As root it is below /srv, where the signers accept keys.
/// </summary>
public sealed class Sandbox : IDisposable
{
    public Sandbox()
    {
        Root = Path.Combine(
            Environment.IsPrivilegedProcess && Directory.Exists("/srv") ? "/srv" : Path.GetTempPath(),
            "opterius-dkim-" + Path.GetRandomFileName()[..8]);
        Directory.CreateDirectory(Root);
        Configure("");
        File.WriteAllText(OpenDkimConfiguration, $"UserID opendkim\nKeyTable {KeyTable}\n");
        File.WriteAllText(KeyTable, "");
    }

    public string Root { get; }

    /// <summary>The key directory.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>The state directory, with locks and backups.</summary>
    public string State => Path.Combine(Root, "state");

    /// <summary>The module's configuration file.</summary>
    public string ConfigurationPath => Path.Combine(Root, "config.json");

    /// <summary>An opendkim.conf that names <see cref="KeyTable"/>.</summary>
    public string OpenDkimConfiguration => Path.Combine(Root, "opendkim.conf");

    /// <summary>The KeyTable; empty at first.</summary>
    public string KeyTable => Path.Combine(Root, "KeyTable");

    /// <summary>A path in the folder.</summary>
    public string In(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Rewrites the configuration file.</summary>
    /// <param name="settings">Settings besides the folder's paths, ending in a comma.</param>
    public void Configure(string settings) => File.WriteAllText(ConfigurationPath, $$"""
        { {{settings}}
          "keyDirectory": "{{Keys}}", "stateDirectory": "{{State}}",
          "signer": { "type": "OpenDkim", "configuration": "{{OpenDkimConfiguration}}", "postfix": "{{In("main.cf")}}" }
        }
        """);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // A test may have removed it.
        }
    }
}
