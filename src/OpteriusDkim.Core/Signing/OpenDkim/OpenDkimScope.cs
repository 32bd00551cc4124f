using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>What opendkim.conf says about whose mail is signed at all, whatever the tables say.</summary>
/// <param name="Internal">InternalHosts, whose mail is signed; null where it can't be read.</param>
/// <param name="Peers">PeerList, whose mail is passed on untouched; null where there is none.</param>
/// <param name="Exempt">ExemptDomains, whose mail is passed on untouched; null where there is none.</param>
/// <param name="Mode">The letters of Mode: <c>s</c> signs, <c>v</c> verifies.</param>
internal sealed record OpenDkimScope(OpenDkimHosts? Internal, OpenDkimHosts? Peers, OpenDkimList? Exempt, string Mode)
{
    /// <summary>Whether it signs.</summary>
    public bool Signs => Mode.Contains('s', StringComparison.Ordinal);

    /// <summary>Whether this host's own mail is passed on untouched.</summary>
    public bool IsPeer => Peers?.IncludeLocal == true;

    /// <summary>Whether this host itself isn't among the internal hosts.</summary>
    public bool IsExternal => Internal?.IncludeLocal == false;

    /// <summary>Why no message can be signed: From isn't among the fields that are signed.</summary>
    public bool OmitsFrom { get; init; }

    /// <summary>What becomes of mail that is to be signed and whose key is found.</summary>
    public DkimSigningOutcome OfSigning => Signs && !OmitsFrom ? Rules.OfSigning : DkimSigningOutcome.Unsigned;

    /// <summary>What becomes of a message whatever the tables say.</summary>
    public required OpenDkimMailRules Rules { get; init; }

    /// <summary>What becomes of mail that would be verified and has no signature.</summary>
    public DkimSigningOutcome NoSignature { get; init; } = DkimSigningOutcome.Unsigned;

    /// <summary>Reads it.</summary>
    /// <param name="folder">What relative paths are relative to.</param>
    /// <exception cref="InaccessibleException">A list can't be read.</exception>
    public static OpenDkimScope Of(OpenDkimConfiguration configuration, string folder) => new(
        HostsOf(configuration.ValueOf("InternalHosts") ?? OpenDkimHosts.DefaultInternal, folder),
        HostsOf(configuration.ValueOf("PeerList"), folder),
        configuration.ValueOf("ExemptDomains") is { } exempt ? OpenDkimList.Read(exempt, folder) : null,
        configuration.ValueOf("Mode") ?? "sv")
    {
        OmitsFrom = configuration.ValueOf("OmitHeaders") is { } omitted && OpenDkimList.Read(omitted, folder)?.Contains("from") == true,
        NoSignature = OnNoSignature(configuration),
        Rules = new OpenDkimMailRules(configuration, folder),
    };

    /// <summary>Whether mail of this host itself, sent without a login, is not looked at or not signed because of its origin.</summary>
    /// <param name="domain">The sender's domain; null for mail of any.</param>
    public bool PassesBy(string? domain) => IsPeer || IsExternal || IsExempt(domain);

    /// <summary>What becomes of this host's mail that isn't signed.</summary>
    /// <param name="domain">The sender's domain; null for mail of any.</param>
    public DkimSigningOutcome Unsigned(string? domain)
    {
        if (!IsPeer && Rules.OfAllMail is { } outcome)
        {
            return outcome;
        }

        return IsPeer || IsExempt(domain) || !Mode.Contains('v', StringComparison.Ordinal) ? DkimSigningOutcome.Unsigned : NoSignature;
    }

    /// <summary>What becomes of mail that an entry takes, where another directive may come before it.</summary>
    /// <param name="found">What the entry says.</param>
    /// <param name="domain">The sender's domain; null for mail of any.</param>
    /// <param name="takesAll">Whether the entry takes the mail of every domain.</param>
    public DkimSigningOutcome Taken(DkimSigningOutcome found, string? domain, Func<bool> takesAll) =>
        PassesBy(domain) || Rules.OfAllMail is not null || Rules.LooksElsewhere(takesAll) ? Unsigned(domain) : found;

    /// <summary>The finding on a domain in ExemptDomains, or none.</summary>
    /// <param name="domain">The sender's domain; null for mail of any.</param>
    public IEnumerable<DkimFinding> OnExempt(string? domain, OpenDkimConfiguration configuration) => IsExempt(domain)
        ? [FindingTable.DomainExempt.With(("domain", PrintableText.Clean(domain!)), ("source", configuration["ExemptDomains"]!.Source))]
        : [];

    private bool IsExempt(string? domain) => domain is not null && Exempt?.Contains(domain) == true;

    /// <summary>On-Default sets what the more special directives don't.</summary>
    private static DkimSigningOutcome OnNoSignature(OpenDkimConfiguration configuration) =>
        (configuration.ValueOf("On-NoSignature") ?? configuration.ValueOf("On-Default"))?.ToLowerInvariant() switch
        {
            "r" or "reject" or "d" or "discard" => DkimSigningOutcome.Rejected,
            "t" or "tempfail" => DkimSigningOutcome.TemporaryFailure,
            _ => DkimSigningOutcome.Unsigned,
        };

    private static OpenDkimHosts? HostsOf(string? value, string folder) =>
        value is not null && OpenDkimList.Read(value, folder) is { } list ? new OpenDkimHosts(list) : null;
}
