using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Milter;
using OpteriusDkim.Signing.OpenDkim;
using OpteriusDkim.Signing.Rspamd;

namespace OpteriusDkim.Signing.Proof;

/// <summary>The places of a signer that can be asked: its configuration, and each socket that a running daemon listens on.</summary>
internal static class SigningEndpoints
{
    /// <summary>The configuration first, then the sockets in their order.</summary>
    /// <param name="timeout">How long an answer may take.</param>
    /// <exception cref="InvalidInputException">A socket can't be read as one.</exception>
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

            // Without a normal worker the proxy scans by itself, and is asked as a mail server asks it.
            .. daemon.Sockets.Count > 0 ? [] : daemon.MilterSockets.Take(1)
                .Select(socket => new MilterEndpoint(DaemonAddress.ParseMilter(socket), timeout, SignerType.Rspamd)),
        ],
    };
}
