namespace OpteriusDkim;

/// <summary>A situation that is made with Rspamd.</summary>
/// <param name="Stage">When its row is taken.</param>
/// <param name="Expected">The row.</param>
internal sealed record RspamdSituation(RspamdStage Stage, Situation Expected)
{
    /// <summary>Its domain.</summary>
    public string Domain => Expected.Domain;

    /// <summary>What is done before Rspamd starts.</summary>
    public Action<RspamdSituationHost, string> Before { get; init; } = (_, _) => { };

    /// <summary>What is done after that.</summary>
    public Action<RspamdSituationHost, string> After { get; init; } = (_, _) => { };
}
