using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>OpenDKIM: KeyTable and SigningTable.</summary>
/// <param name="sockets">The sockets of the running daemons; empty for the configured one.</param>
internal sealed class OpenDkimSigner(string configurationPath, IReadOnlyList<string> sockets, OpenDkimFeatures features) : ISigner
{
    private readonly OpenDkimReader reader = new(configurationPath, sockets, features);

    public SignerType Type => SignerType.OpenDkim;

    public IReadOnlyList<string> TablePaths => [.. reader.Paths()];

    public SigningState Read() => reader.Read();

    /// <summary>Reads a configuration that no running daemon uses.</summary>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static SignerDaemon ReadDryRun(string configurationPath) =>
        new OpenDkimReader(configurationPath, [], new OpenDkimFeatures()).ReadDaemon() with { Sockets = [] };
}
