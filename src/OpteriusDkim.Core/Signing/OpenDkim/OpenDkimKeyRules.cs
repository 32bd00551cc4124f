namespace OpteriusDkim;

/// <summary>The directives of an opendkim.conf(5) that decide what the daemon makes of a key file.</summary>
/// <param name="Algorithm">The SignatureAlgorithm, lower case.</param>
/// <param name="AlgorithmSource">Where it is set; the configuration itself where it isn't.</param>
/// <param name="MinimumBits">The MinimumKeyBits.</param>
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
    /// <param name="path">The opendkim.conf.</param>
    /// <param name="configuration">Its directives.</param>
    public static OpenDkimKeyRules Of(string path, OpenDkimConfiguration configuration)
    {
        var algorithm = configuration["SignatureAlgorithm"];
        var others = ActionOf(configuration["On-Default"]);
        return new OpenDkimKeyRules(
            (algorithm?.Value ?? DefaultAlgorithm).ToLowerInvariant(),
            algorithm?.Source ?? path,
            MinimumOf(configuration.ValueOf("MinimumKeyBits")))
        {
            OnInternalError = ActionOf(configuration["On-InternalError"]) ?? others ?? OpenDkimAction.TemporaryFailure,
            OnSignatureError = ActionOf(configuration["On-SignatureError"]) ?? others ?? OpenDkimAction.Reject,
        };
    }

    /// <summary>A number as strtoul(3) reads it: hexadecimal after 0x, octal after 0, and a negative one is larger than any key.</summary>
    private static int MinimumOf(string? text)
    {
        var digits = text?.TrimStart('-', '+') ?? "";
        var numberBase = digits switch
        {
            ['0', 'x' or 'X', ..] => 16,
            ['0', ..] => 8,
            _ => 10,
        };
        try
        {
            var minimum = digits.Length == 0 ? 0 : Convert.ToInt32(digits, numberBase);
            var isNegative = text is ['-', ..];
            return (minimum, isNegative) switch
            {
                (0, _) => DefaultMinimumBits,
                (_, true) => int.MaxValue,
                _ => minimum,
            };
        }
        catch (OverflowException)
        {
            return int.MaxValue;
        }
        catch (FormatException)
        {
            // The program itself refuses what is no number.
            return DefaultMinimumBits;
        }
    }

    private static OpenDkimAction? ActionOf(OpenDkimDirective? directive) => directive?.Value.ToUpperInvariant() switch
    {
        "ACCEPT" or "A" => OpenDkimAction.Accept,
        "DISCARD" or "D" => OpenDkimAction.Discard,
        "QUARANTINE" or "Q" => OpenDkimAction.Quarantine,
        "REJECT" or "R" => OpenDkimAction.Reject,
        "TEMPFAIL" or "T" => OpenDkimAction.TemporaryFailure,
        _ => null,
    };
}
