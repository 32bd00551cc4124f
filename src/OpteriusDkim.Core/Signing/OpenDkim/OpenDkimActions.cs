namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Reads the actions of the On- directives and their effect on mail.</summary>
internal static class OpenDkimActions
{
    /// <summary>The action of a directive. If it isn't set, On-Default applies.</summary>
    /// <param name="otherwise">The daemon's own default.</param>
    public static OpenDkimAction ActionOf(this OpenDkimConfiguration configuration, string name, OpenDkimAction otherwise) =>
        Parse(configuration[name]) ?? Parse(configuration["On-Default"]) ?? otherwise;

    /// <summary>The effect of an action on mail.</summary>
    public static DkimSigningOutcome Outcome(this OpenDkimAction action) => action switch
    {
        OpenDkimAction.Accept or OpenDkimAction.Quarantine => DkimSigningOutcome.Unsigned,
        OpenDkimAction.TemporaryFailure => DkimSigningOutcome.TemporaryFailure,
        _ => DkimSigningOutcome.Rejected,
    };

    /// <summary>The effect as a verb phrase whose subject is the mail.</summary>
    public static string Effect(this OpenDkimAction action) => action switch
    {
        OpenDkimAction.Accept => "leaves unsigned",
        OpenDkimAction.Quarantine => "is quarantined, unsigned",
        OpenDkimAction.Discard => "is discarded",
        OpenDkimAction.Reject => "is rejected (550)",
        _ => "is temporarily refused (451)",
    };

    private static OpenDkimAction? Parse(OpenDkimDirective? directive) => directive?.Value.ToUpperInvariant() switch
    {
        "ACCEPT" or "A" => OpenDkimAction.Accept,
        "DISCARD" or "D" => OpenDkimAction.Discard,
        "QUARANTINE" or "Q" => OpenDkimAction.Quarantine,
        "REJECT" or "R" => OpenDkimAction.Reject,
        "TEMPFAIL" or "T" => OpenDkimAction.TemporaryFailure,
        _ => null,
    };
}
