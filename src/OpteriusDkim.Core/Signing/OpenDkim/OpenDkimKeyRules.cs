namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The directives of an opendkim.conf(5) that decide what the daemon makes of a key file.</summary>
/// <param name="Algorithm">The SignatureAlgorithm, lower case.</param>
/// <param name="AlgorithmSource">Where it is set; the configuration itself where it isn't.</param>
internal sealed record OpenDkimKeyRules(string Algorithm, string AlgorithmSource, int MinimumBits)
{
    public const string DefaultAlgorithm = "rsa-sha256";
    public const string Ed25519 = "ed25519-sha256";
    public const int DefaultMinimumBits = 1024;

    /// <summary>What happens to mail whose key can't be loaded (On-InternalError).</summary>
    public OpenDkimAction OnInternalError { get; init; } = OpenDkimAction.TemporaryFailure;

    /// <summary>What happens to mail whose key is refused (On-SignatureError).</summary>
    public OpenDkimAction OnSignatureError { get; init; } = OpenDkimAction.Reject;

    /// <summary>Whether it signs with Ed25519 and not with RSA.</summary>
    public bool IsEd25519 => Algorithm == Ed25519;

    /// <summary>Reads them.</summary>
    public static OpenDkimKeyRules Of(string path, OpenDkimConfiguration configuration)
    {
        var algorithm = configuration["SignatureAlgorithm"];
        return new OpenDkimKeyRules(
            (algorithm?.Value ?? DefaultAlgorithm).ToLowerInvariant(),
            algorithm?.Source ?? path,
            OpenDkimNumber.Parse(configuration.ValueOf("MinimumKeyBits")) is > 0 and var bits ? bits : DefaultMinimumBits)
        {
            OnInternalError = configuration.ActionOf("On-InternalError", OpenDkimAction.TemporaryFailure),
            OnSignatureError = configuration.ActionOf("On-SignatureError", OpenDkimAction.Reject),
        };
    }
}
