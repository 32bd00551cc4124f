namespace OpteriusDkim;

/// <summary>A sandbox with a key, mail of example.com, for other programs to check.</summary>
public sealed class CheckedKey : IDisposable
{
    /// <param name="choice">The arguments of New-DkimKey.</param>
    public CheckedKey(string choice) => Key = (DkimKey)Run($"New-DkimKey example.com {choice}").Objects.Single().BaseObject;

    /// <summary>Where it is.</summary>
    public Sandbox Sandbox { get; } = new();

    public DkimKey Key { get; }

    /// <summary>The record file next to the key.</summary>
    public string RecordPath => Path.ChangeExtension(Key.PrivateKeyPath!, ".txt");

    /// <summary>The record file's content. BIND can't read the signer's folder itself, since it drops root's privileges.</summary>
    public string RecordText => File.ReadAllText(RecordPath);

    /// <summary>Runs a command on it.</summary>
    public Outcome Run(string command)
    {
        using var session = new ModuleSession(Sandbox);
        return session.Run(command);
    }

    public void Dispose() => Sandbox.Dispose();
}
