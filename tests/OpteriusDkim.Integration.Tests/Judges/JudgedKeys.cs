using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(OpteriusDkim.JudgedKeys))]

namespace OpteriusDkim;

/// <summary>One key of each kind for all judges: large ones take their time.</summary>
public sealed class JudgedKeys : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<JudgedKey>> keys = new();

    /// <summary>What New-DkimKey is asked for: all kinds of keys.</summary>
    public static TheoryData<string> All => ["-KeySize 2048", "-KeySize 3072", "-KeySize 4096", "-Algorithm Ed25519"];

    /// <summary>Those that Debian's OpenDKIM can take.</summary>
    public static TheoryData<string> Rsa => ["-KeySize 2048", "-KeySize 3072", "-KeySize 4096"];

    /// <summary>The key of a kind.</summary>
    /// <param name="choice">What New-DkimKey is asked for.</param>
    public JudgedKey this[string choice] => keys.GetOrAdd(choice, _ => new Lazy<JudgedKey>(() => new JudgedKey(choice))).Value;

    public void Dispose()
    {
        foreach (var key in keys.Values)
        {
            key.Value.Dispose();
        }
    }
}
