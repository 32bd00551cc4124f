namespace OpteriusDkim;

/// <summary>
/// A configuration of OpenDKIM and a sender. In its texts <c>{d}</c> is the case's folder, <c>{K}</c> the key of
/// example.com and <c>{keys}</c> the folder of all keys. Copies of that key are <c>{d}/own.key</c> (the daemon's, 0600),
/// <c>{d}/roots.key</c> (root's, 0600) and <c>{d}/open.key</c> (the daemon's, 0644).
/// Entries use the selector s1: Unpublish-DkimRecord keeps each record that any OpenDKIM of the host signs with, and other tests
/// remove those of the selector mail at the same time.
/// </summary>
/// <param name="Name">Its distinguishing property.</param>
/// <param name="Configuration">The directives besides user, socket and pid file.</param>
internal sealed record OpenDkimCase(string Name, string Configuration)
{
    /// <summary>The KeyTable, the file F.</summary>
    public string Keys { get; init; } = "k1 example.com:s1:{K}\n";

    /// <summary>The SigningTable, the file G.</summary>
    public string Signing { get; init; } = "*@example.com k1\n";

    /// <summary>A list, the file L.</summary>
    public string List { get; init; } = "";

    /// <summary>Symbolic links, each with its target.</summary>
    public IReadOnlyList<(string Link, string Target)> Links { get; init; } = [];

    /// <summary>The sender's domain.</summary>
    public string Sender { get; init; } = "example.com";

    /// <summary>The daemon's expected verdict; null if only the agreement matters.</summary>
    public string? Verdict { get; init; }

    public override string ToString() => $"{Name} ({Sender})";
}
