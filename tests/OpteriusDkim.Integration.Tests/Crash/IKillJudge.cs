namespace OpteriusDkim;

/// <summary>Judges what a killed command left in its sandbox, and what the next run made of that.</summary>
internal interface IKillJudge : IDisposable
{
    /// <summary>What is wrong right after the kill.</summary>
    Task<IReadOnlyList<string>> AfterKillAsync();

    /// <summary>What is wrong after the command ran again to its end.</summary>
    Task<IReadOnlyList<string>> AfterNextRunAsync();
}
