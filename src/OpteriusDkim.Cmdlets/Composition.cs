namespace OpteriusDkim;

/// <summary>The one place that knows which adapter stands behind which port of Core.</summary>
internal static class Composition
{
    public static ITxtResolver Resolver() => new DnsClientResolver();

    public static IEd25519 Ed25519() => new BouncyCastleEd25519();
}
