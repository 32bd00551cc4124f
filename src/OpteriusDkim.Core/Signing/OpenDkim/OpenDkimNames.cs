using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Counts the uses of key names in the SigningTable, including planned changes.</summary>
internal sealed class OpenDkimNames(OpenDkimSigningTable table)
{
    private readonly Dictionary<string, int> uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> changes = new(StringComparer.Ordinal);

    public void Remove(string name) => changes[name] = changes.GetValueOrDefault(name) - 1;

    public void Add(string name) => changes[name] = changes.GetValueOrDefault(name) + 1;

    /// <summary>Whether a line uses the name, or may use it: the key name % stands for the sender's domain.</summary>
    public bool IsUsed(string name) => CountOf(name) > 0 || (table.HasTemplate && DomainName.TryParse(name, out _));

    public int CountOf(string name)
    {
        // Cached: thousands of domains may share a name.
        if (!uses.TryGetValue(name, out var count))
        {
            uses[name] = count = table.CountOf(name);
        }

        return count + changes.GetValueOrDefault(name);
    }
}
