namespace OpteriusDkim;

/// <summary>A command on a signer's tables that is killed; <c>{keys}</c> stands for the folder of the keys.</summary>
/// <param name="Keys">The KeyTable that it finds, and that it leaves.</param>
/// <param name="Signing">The SigningTable that it finds, and that it leaves.</param>
internal sealed record SigningKill(string Command, (string Before, string After) Keys, (string Before, string After) Signing)
{
    /// <summary>The directives besides user and socket; null for both tables.</summary>
    public string? Directives { get; init; }

    /// <summary>The folder of the tables, relative to the sandbox.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The reload command of the killed run; null for the signal, which the next run uses.</summary>
    public string? Reload { get; init; }

    /// <summary>The permitted handling of a domain's mail while the command runs; the last one applies at its end.</summary>
    public required IReadOnlyDictionary<string, string[]> Verdicts { get; init; }

    /// <summary>Whether it is killed only before renames.</summary>
    public bool AtRenamesOnly { get; init; }

    /// <summary>Whether its calls in the state directory count too: locks and backups.</summary>
    public bool InState { get; init; }
}
