namespace OpteriusDkim;

/// <summary>A sandbox with a key, mail of example.com, that others are to judge.</summary>
public sealed class JudgedKey : IDisposable
{
    /// <param name="choice">What New-DkimKey is asked for.</param>
    public JudgedKey(string choice) => Key = (DkimKey)Run($"New-DkimKey example.com {choice}").Objects.Single().BaseObject;

    /// <summary>Where it is.</summary>
    public Sandbox Sandbox { get; } = new();

    public DkimKey Key { get; }

    /// <summary>The record's file beside the key's.</summary>
    public string RecordPath => Path.ChangeExtension(Key.PrivateKeyPath!, ".txt");

    /// <summary>What stands in it. BIND can't look into the signer's folder by itself: it gives up root's rights.</summary>
    public string RecordText => File.ReadAllText(RecordPath);

    /// <summary>Runs a command on it.</summary>
    public Outcome Run(string command)
    {
        using var session = new ModuleSession(Sandbox);
        return session.Run(command);
    }

    public void Dispose() => Sandbox.Dispose();
}
