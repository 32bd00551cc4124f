using System.Management.Automation;

namespace OpteriusDkim;

/// <content>The status of domains, in a table with a line for each.</content>
public static partial class View
{
    /// <summary>A health in the session's colour for it.</summary>
    /// <param name="health">The health, an enumeration value or its name.</param>
    /// <param name="ok">The colour of Ok.</param>
    /// <param name="warning">The colour of Warning.</param>
    /// <param name="critical">The colour of Critical.</param>
    public static string Health(object? health, string? ok, string? warning, string? critical)
    {
        var text = health?.ToString() ?? "";
        var colour = text switch
        {
            nameof(DkimHealth.Ok) => ok,
            nameof(DkimHealth.Warning) => warning,
            nameof(DkimHealth.Critical) => critical,
            _ => null,
        };
        return string.IsNullOrEmpty(colour) ? text : colour + text + Reset;
    }

    /// <summary>What DNS has, in a word.</summary>
    /// <param name="status">The status of a domain.</param>
    public static string DnsOf(PSObject status) => new ShownObject(status).Text(nameof(DkimStatus.DnsStatus)) switch
    {
        null => "?",
        nameof(DkimDnsStatus.KeyGenerated) => "Not seen",
        nameof(DkimDnsStatus.NotConfigured) => "No key",
        var other => other,
    };

    /// <summary>What the running signer does, in a word.</summary>
    /// <param name="status">The status of a domain.</param>
    public static string SigningOf(PSObject status) => new ShownObject(status).Text(nameof(DkimStatus.Signing)) switch
    {
        null => "?",
        nameof(DkimSigningOutcome.TemporaryFailure) => "Deferred",
        nameof(DkimSigningOutcome.Unreachable) => "No reply",
        var other => other,
    };

    /// <summary>The codes of findings, else the date of the next step.</summary>
    /// <param name="status">The status of a domain.</param>
    public static string NextOf(PSObject status)
    {
        var shown = new ShownObject(status);
        if (!shown.Is(nameof(DkimStatus.Health), DkimHealth.Ok))
        {
            return shown.Text(nameof(DkimStatus.FindingCodes)) ?? "";
        }

        var what = shown.Text(nameof(DkimStatus.RotationPhase)) ?? "Rotate";
        return shown.Time(nameof(DkimStatus.NextDueAt)) is { } due ? $"{what} {Time(due)[..10]}" : "";
    }
}
