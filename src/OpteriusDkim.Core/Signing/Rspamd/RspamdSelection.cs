namespace OpteriusDkim.Signing.Rspamd;

/// <summary>The signatures that Rspamd tries to make for a message.</summary>
internal sealed record RspamdSelection(IReadOnlyList<RspamdChoice> Choices)
{
    /// <summary>The setting that selects keys which can't be determined, or null.</summary>
    public string? Unknown { get; init; }

    /// <summary>The setting that excludes the message from signing, or null.</summary>
    public string? ExcludedBy { get; init; }

    /// <summary>The line of signing_table that applies to the message, or null.</summary>
    public RspamdMapLine? Line { get; init; }

    /// <summary>No signature because of a setting.</summary>
    public static RspamdSelection None(string setting) => new([]) { ExcludedBy = setting };

    /// <summary>Unknown signatures because of a setting.</summary>
    public static RspamdSelection Of(string setting) => new([]) { Unknown = setting };
}
