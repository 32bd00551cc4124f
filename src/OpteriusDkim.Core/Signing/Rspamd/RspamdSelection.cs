namespace OpteriusDkim.Signing.Rspamd;

/// <summary>What Rspamd attempts for a message.</summary>
/// <param name="Choices">The signatures, in order.</param>
internal sealed record RspamdSelection(IReadOnlyList<RspamdChoice> Choices)
{
    /// <summary>The setting by which keys are chosen that aren't known here; null for none.</summary>
    public string? Unknown { get; init; }

    /// <summary>The setting that excludes the message from signing; null where none does.</summary>
    public string? ExcludedBy { get; init; }

    /// <summary>The line of the signing_table that decides about the message; null where none does.</summary>
    public RspamdMapLine? Line { get; init; }

    /// <summary>Nothing, by a setting.</summary>
    public static RspamdSelection None(string setting) => new([]) { ExcludedBy = setting };

    /// <summary>What can't be known here, by a setting.</summary>
    public static RspamdSelection Of(string setting) => new([]) { Unknown = setting };
}
