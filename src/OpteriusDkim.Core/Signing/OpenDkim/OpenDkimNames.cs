namespace OpteriusDkim;

/// <summary>Which key names the SigningTable uses, and how often; kept up to date while an edit is planned.</summary>
internal sealed class OpenDkimNames
{
    private readonly Dictionary<string, int> uses = new(StringComparer.Ordinal);
    private readonly bool anyTemplate;

    public OpenDkimNames(OpenDkimSigningTable table)
    {
        foreach (var line in table.Lines)
        {
            Count(line.KeyName, 1);
            anyTemplate |= line.IsTemplate;
        }
    }

    public void Lose(string name) => Count(name, -1);

    public void Gain(string name) => Count(name, 1);

    /// <summary>Whether a line uses the name, or may: a line whose key is named % takes the sender's domain for a name.</summary>
    public bool IsUsed(string name) => uses.GetValueOrDefault(name) > 0 || (anyTemplate && DomainName.TryParse(name, out _));

    public int CountOf(string name) => uses.GetValueOrDefault(name);

    private void Count(string name, int by) => uses[name] = uses.GetValueOrDefault(name) + by;
}
