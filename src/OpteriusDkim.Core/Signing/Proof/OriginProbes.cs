using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Creates probes that show for which origins a signer signs: one per origin.</summary>
/// <param name="listed">The hosts in the signer's configuration.</param>
internal sealed class OriginProbes(MailSubmission submission, ListedHosts listed)
{
    private const string OtherDomain = "dkim-probe.invalid";

    /// <summary>The origins that apply to this signer: Network requires a listed network.</summary>
    public IReadOnlyList<DkimMailOrigin> Origins { get; } =
        [.. Enum.GetValues<DkimMailOrigin>().Where(origin => origin != DkimMailOrigin.Network || listed.FindNetworkClient() is not null)];

    /// <summary>A message of one origin.</summary>
    /// <param name="origin">The origin; null for an authenticated user on this host, who meets all conditions for signing.</param>
    public ProbeMessage Make(DkimMailOrigin? origin, DomainName sender, DateTimeOffset now)
    {
        var message = new ProbeMessage(sender, now);
        return origin switch
        {
            null => message,
            DkimMailOrigin.Local => message with { Client = ProbeClient.OnThisHost(null) with { DaemonName = submission.DaemonName } },
            DkimMailOrigin.Network =>
                message with { Client = listed.FindNetworkClient() is var (host, address) ? Client(host, address, null) : Unlisted(null) },
            DkimMailOrigin.Authenticated => message with { Client = Unlisted(message.Sender) },
            DkimMailOrigin.AuthenticatedWithoutDomain => message with { Client = Unlisted(ProbeMessage.LocalPart) },
            DkimMailOrigin.OtherEnvelopeSender => message with { EnvelopeSender = $"{ProbeMessage.LocalPart}@{OtherDomain}" },
            _ => message with { Client = Unlisted(null) },
        };
    }

    private ProbeClient Unlisted(string? login) => Client($"[{listed.UnlistedAddress}]", listed.UnlistedAddress, login);

    private ProbeClient Client(string host, string address, string? login) => new(host, address, login)
    {
        DaemonName = submission.DaemonName,
        SendsAuthType = submission.SendsAuthType,
        SendsLoginName = submission.SendsLoginName,
    };
}
