namespace OpteriusDkim;

/// <summary>The files of Rspamd that the module writes, with <c>{root}</c> for the sandbox; null for one that isn't there.</summary>
/// <param name="Local">The administrator's own file of the signing module.</param>
internal sealed record RspamdFiles(string? Local, string? Domains)
{
    private const string Root = "{root}";

    public static RspamdFiles None { get; } = new(null, null);

    public static RspamdFiles Read(RspamdHost host, Sandbox sandbox) => new(Text(host.LocalFile, sandbox), Text(host.DomainFile, sandbox));

    /// <summary>Writes those that there are.</summary>
    public void Write(RspamdHost host, Sandbox sandbox)
    {
        foreach (var (path, text) in new[] { (host.LocalFile, Local), (host.DomainFile, Domains) })
        {
            if (text is not null)
            {
                File.WriteAllText(path, text.Replace(Root, sandbox.Root, StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Whether each file is either the old or the new one.</summary>
    public bool IsBetween(RspamdFiles before, RspamdFiles after) =>
        (Local == before.Local || Local == after.Local) && (Domains == before.Domains || Domains == after.Domains);

    private static string? Text(string path, Sandbox sandbox) =>
        File.Exists(path) ? File.ReadAllText(path).Replace(sandbox.Root, Root, StringComparison.Ordinal) : null;
}
