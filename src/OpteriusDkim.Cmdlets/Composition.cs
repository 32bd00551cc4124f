namespace OpteriusDkim;

/// <summary>The one place that knows which adapter stands behind which port of Core.</summary>
internal static class Composition
{
    public static ITxtResolver Resolver() => new DnsClientResolver();

    public static IDnsClient DnsClient() => new SocketDnsClient();

    public static IDynamicUpdate DynamicUpdate(DnsServer server, string? keyPath, TimeSpan timeout) =>
        new DynamicUpdateClient(server, keyPath, timeout, TimeProvider.System);

    public static ISignatureVerifier SignatureVerifier() => new MimeKitSignatureVerifier();

    public static IEd25519 Ed25519() => new BouncyCastleEd25519();
}
