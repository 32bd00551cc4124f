using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The directives of opendkim.conf that decide whose mail is signed, regardless of the tables.</summary>
/// <param name="Internal">InternalHosts, whose mail is signed; null if it can't be read.</param>
/// <param name="Peers">PeerList, whose mail is passed on unprocessed; null if not set.</param>
/// <param name="Exempt">ExemptDomains, whose mail is passed on unprocessed; null if not set.</param>
/// <param name="Mode">The letters of Mode: <c>s</c> signs, <c>v</c> verifies.</param>
internal sealed record OpenDkimScope(OpenDkimHosts? Internal, OpenDkimHosts? Peers, OpenDkimList? Exempt, string Mode)
{
    public bool Signs => Mode.Contains('s', StringComparison.Ordinal);

    /// <summary>Whether this host's own mail is passed on unprocessed.</summary>
    public bool IsPeer => Peers?.IncludeLocal == true;

    /// <summary>Whether this host itself isn't among the internal hosts.</summary>
    public bool IsExternal => Internal?.IncludeLocal == false;

    /// <summary>Whether OmitHeaders contains From, so that no message can be signed.</summary>
    public bool OmitsFrom { get; init; }

    /// <summary>The outcome for mail to be signed whose key was found.</summary>
    public DkimSigningOutcome OfSigning => Signs && !OmitsFrom ? Rules.OfSigning : DkimSigningOutcome.Unsigned;

    public required OpenDkimMailRules Rules { get; init; }

    /// <summary>The outcome for unsigned mail that is verified.</summary>
    public DkimSigningOutcome NoSignature { get; init; } = DkimSigningOutcome.Unsigned;

    /// <param name="folder">The base directory for relative paths.</param>
    /// <param name="user">The user that the daemon runs as, as <c>user</c> or <c>user:group</c>.</param>
    /// <exception cref="InaccessibleException">A list can't be read.</exception>
    public static OpenDkimScope Of(OpenDkimConfiguration configuration, string folder, string user) => new(
        HostsOf(configuration.ValueOf("InternalHosts") ?? OpenDkimHosts.DefaultInternal, folder),
        HostsOf(configuration.ValueOf("PeerList"), folder),
        configuration.ValueOf("ExemptDomains") is { } exempt ? OpenDkimList.Read(exempt, folder) : null,
        configuration.ValueOf("Mode") ?? "sv")
    {
        OmitsFrom = configuration.ValueOf("OmitHeaders") is { } omitted && OpenDkimList.Read(omitted, folder)?.Contains("from") == true,
        NoSignature = OnNoSignature(configuration),
        Rules = new OpenDkimMailRules(configuration, folder, user),
    };

    /// <summary>Whether mail from this host, sent without a login, isn't signed because of its client or its domain.</summary>
    /// <param name="domain">The sender's domain; null for any.</param>
    public bool IsExcluded(string? domain) => IsPeer || IsExternal || IsExempt(domain);

    /// <summary>The outcome for mail from this host that isn't signed.</summary>
    /// <param name="domain">The sender's domain; null for any.</param>
    public DkimSigningOutcome Unsigned(string? domain)
    {
        if (!IsPeer && Rules.OfAllMail is { } outcome)
        {
            return outcome;
        }

        return IsPeer || IsExempt(domain) || !Mode.Contains('v', StringComparison.Ordinal) ? DkimSigningOutcome.Unsigned : NoSignature;
    }

    /// <summary>Whether another directive comes before an entry that takes mail. <see cref="Unsigned"/> tells what becomes of it.</summary>
    /// <param name="domain">The sender's domain; null for mail of any.</param>
    /// <param name="matchesAll">Whether the entry takes the mail of every domain.</param>
    public bool Skips(string? domain, Func<bool> matchesAll) =>
        IsExcluded(domain) || Rules.OfAllMail is not null || Rules.UsesOtherDomain(matchesAll);

    /// <summary>The finding for a domain in ExemptDomains, if it is.</summary>
    /// <param name="domain">The sender's domain; null for any.</param>
    public IEnumerable<DkimFinding> OnExempt(string? domain, OpenDkimConfiguration configuration) => IsExempt(domain)
        ? [FindingTable.DomainExempt.With(("domain", PrintableText.Clean(domain!)), ("source", configuration["ExemptDomains"]!.Source))]
        : [];

    private bool IsExempt(string? domain) => domain is not null && Exempt?.Contains(domain) == true;

    /// <summary>On-Default applies if the specific directive isn't set.</summary>
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
