using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Which key names the SigningTable uses, and how often; kept up to date while an edit is planned.</summary>
internal sealed class OpenDkimNames(OpenDkimSigningTable table)
{
    private readonly Dictionary<string, int> uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> gains = new(StringComparer.Ordinal);

    public void Lose(string name) => gains[name] = gains.GetValueOrDefault(name) - 1;

    public void Gain(string name) => gains[name] = gains.GetValueOrDefault(name) + 1;

    /// <summary>Whether a line uses the name, or may: a line whose key is named % takes the sender's domain for a name.</summary>
    public bool IsUsed(string name) => CountOf(name) > 0 || (table.HasTemplate && DomainName.TryParse(name, out _));

    public int CountOf(string name)
    {
        // A name may be that of thousands of domains: they are counted once.
        if (!uses.TryGetValue(name, out var count))
        {
            uses[name] = count = table.CountOf(name);
        }

        return count + gains.GetValueOrDefault(name);
    }
}
