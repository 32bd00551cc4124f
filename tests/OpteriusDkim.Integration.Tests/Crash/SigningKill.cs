namespace OpteriusDkim;

/// <summary>A command on a signer's tables that is killed; <c>{keys}</c> stands for the folder of the keys.</summary>
/// <param name="Keys">The KeyTable that it finds, and that it leaves.</param>
/// <param name="Signing">The SigningTable that it finds, and that it leaves.</param>
internal sealed record SigningKill(string Command, (string Before, string After) Keys, (string Before, string After) Signing)
{
    /// <summary>What opendkim.conf says beside who it runs as and where it listens; null for both tables.</summary>
    public string? Directives { get; init; }

    /// <summary>The folder of the tables, relative to the sandbox.</summary>
    public string Folder { get; init; } = "";

    /// <summary>By which command the daemon is reloaded where it is killed; null for its signal, by which it is in the next run.</summary>
    public string? Reload { get; init; }

    /// <summary>What may become of a domain's mail while the command is at work; the last one once it has come to its end.</summary>
    public required IReadOnlyDictionary<string, string[]> Verdicts { get; init; }

    /// <summary>Whether it is killed only before the calls that put a file in its place.</summary>
    public bool AtRenamesOnly { get; init; }

    /// <summary>Whether its calls in the state directory count too: locks, and what is kept aside.</summary>
    public bool InState { get; init; }
}
