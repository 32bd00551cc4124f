namespace OpteriusDkim;

/// <summary>Checks the sandbox after a killed command and after the next run.</summary>
internal interface IKillCheck : IDisposable
{
    /// <summary>The problems right after the kill.</summary>
    Task<IReadOnlyList<string>> AfterKillAsync();

    /// <summary>The problems after a complete second run of the command.</summary>
    Task<IReadOnlyList<string>> AfterNextRunAsync();
}
