using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(OpteriusDkim.CheckedKeys))]

namespace OpteriusDkim;

/// <summary>One key of each kind for all tests, since large keys take long to generate.</summary>
public sealed class CheckedKeys : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<CheckedKey>> keys = new();

    /// <summary>The arguments of New-DkimKey for all kinds of keys.</summary>
    public static TheoryData<string> All => ["-KeySize 2048", "-KeySize 3072", "-KeySize 4096", "-Algorithm Ed25519"];

    /// <summary>The kinds that Debian's OpenDKIM supports.</summary>
    public static TheoryData<string> Rsa => ["-KeySize 2048", "-KeySize 3072", "-KeySize 4096"];

    /// <summary>The key of a kind.</summary>
    /// <param name="choice">The arguments of New-DkimKey.</param>
    public CheckedKey this[string choice] => keys.GetOrAdd(choice, _ => new Lazy<CheckedKey>(() => new CheckedKey(choice))).Value;

    public void Dispose()
    {
        foreach (var key in keys.Values)
        {
            key.Value.Dispose();
        }
    }
}
