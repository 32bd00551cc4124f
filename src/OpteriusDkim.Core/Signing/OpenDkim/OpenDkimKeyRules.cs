namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The directives of an opendkim.conf(5) that decide how the daemon uses a key file.</summary>
/// <param name="Algorithm">SignatureAlgorithm in lower case.</param>
/// <param name="AlgorithmSource">File and line of the directive; the configuration file if it isn't set.</param>
internal sealed record OpenDkimKeyRules(string Algorithm, string AlgorithmSource, int MinimumBits)
{
    public const string DefaultAlgorithm = "rsa-sha256";
    public const string Ed25519 = "ed25519-sha256";
    public const int DefaultMinimumBits = 1024;

    /// <summary>The action for mail whose key can't be loaded.</summary>
    public OpenDkimAction OnInternalError { get; init; } = OpenDkimAction.TemporaryFailure;

    /// <summary>The action for mail whose key is refused.</summary>
    public OpenDkimAction OnSignatureError { get; init; } = OpenDkimAction.Reject;

    /// <summary>Whether it signs with Ed25519 instead of RSA.</summary>
    public bool IsEd25519 => Algorithm == Ed25519;

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
