using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Proof;

/// <summary>The probes by which it is seen for whom a signer signs: one for each way by which mail can arrive.</summary>
/// <param name="listed">The hosts that the signer's configuration lists.</param>
internal sealed class OriginProbes(MailSubmission submission, ListedHosts listed)
{
    private const string OtherDomain = "dkim-probe.invalid";

    /// <summary>The ways that there are with this signer: without a listed network there is no client of one.</summary>
    public IReadOnlyList<DkimMailOrigin> Origins { get; } =
        [.. Enum.GetValues<DkimMailOrigin>().Where(origin => origin != DkimMailOrigin.Network || listed.FindNetworkClient() is not null)];

    /// <summary>A message that arrives in one way.</summary>
    /// <param name="origin">The way; null for a user who logs in on this host, whom each way of signing takes.</param>
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
