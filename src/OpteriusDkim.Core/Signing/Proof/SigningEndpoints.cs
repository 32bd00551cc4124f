using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Milter;
using OpteriusDkim.Signing.OpenDkim;
using OpteriusDkim.Signing.Rspamd;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Creates the endpoints of a signer: its configuration, and each socket of a running daemon.</summary>
internal static class SigningEndpoints
{
    /// <summary>The configuration first, then the sockets in order.</summary>
    /// <param name="timeout">The time limit for a reply.</param>
    /// <exception cref="InvalidInputException">A socket can't be parsed.</exception>
    public static IReadOnlyList<ISigningEndpoint> Of(SignerDaemon daemon, TimeSpan timeout) => daemon.Type switch
    {
        SignerType.OpenDkim =>
        [
            new OpenDkimDryRun(daemon),
            .. daemon.Sockets.Select(socket => new MilterEndpoint(DaemonAddress.ParseMilter(socket), timeout)),
        ],
        _ =>
        [
            new RspamdDryRunFiles(daemon, new RspamdProgram()),
            .. daemon.Sockets.Select(socket => new RspamdEndpoint(DaemonAddress.ParseRspamd(socket), timeout)),

            // Without a normal worker the proxy scans itself. It is tested over the milter protocol.
            .. daemon.Sockets.Count > 0 ? [] : daemon.MilterSockets.Take(1)
                .Select(socket => new MilterEndpoint(DaemonAddress.ParseMilter(socket), timeout, SignerType.Rspamd)),
        ],
    };
}
