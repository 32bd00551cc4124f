using System.Security.Cryptography;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys.KeyFiles;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// Predicts from a key file's content what OpenDKIM 2.11 does with mail to be signed with it. Whether the daemon may open the
/// file is checked by KeySafety.
/// </summary>
internal sealed class OpenDkimKeyFile(OpenDkimKeyRules rules)
{
    // The daemon ignores the rest of the file.
    private const int ReadLimit = 65536;
    private const string Signer = "OpenDKIM";

    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public KeyFileVerdict Assess(string path)
    {
        var content = Descriptor.ReadAll(path, ReadLimit);
        try
        {
            return content is null
                ? new KeyFileVerdict(DkimSigningOutcome.TemporaryFailure, [FindingTable.KeyFileMissing.With(("path", path))])
                : Assess(content, path);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    public KeyFileVerdict Assess(ReadOnlySpan<byte> content, string path)
    {
        // The daemon treats it as a C string, which is why DER never works.
        content = content[..Math.Min(content.Length, ReadLimit)];
        var text = content.IndexOf((byte)0) is >= 0 and var zero ? content[..zero] : content;
        var isBase64 = text.StartsWith("MII"u8);
        var key = isBase64 switch
        {
            true => InBase64(text),
            _ when text.StartsWith("-----"u8) => OpenSslPrivateKey.InPem(text),
            _ => OpenSslPrivateKey.InDer(text),
        };
        if (key is null)
        {
            return content.IsEmpty
                ? Refused(
                    rules.OnInternalError, FindingTable.KeyFileEmpty.With(("path", path), ("effect", EffectOf(rules.OnInternalError))))
                : Broken(path, KeyFileDiagnosis.Of(content, path));
        }

        var verdict = rules.IsEd25519 ? OfEd25519(key, path) : OfRsa(key, path);
        return isBase64 && verdict.Outcome == DkimSigningOutcome.Signed
            ? verdict with { Findings = [.. verdict.Findings, FindingTable.KeyWithoutArmor.With(("path", path), ("signer", Signer))] }
            : verdict;
    }

    private static PrivateKeyFacts? InBase64(ReadOnlySpan<byte> text)
    {
        var der = OpenDkimBase64.Decode(text);
        try
        {
            return OpenSslPrivateKey.InDer(der);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private KeyFileVerdict OfRsa(PrivateKeyFacts key, string path)
    {
        if (!key.IsRsa)
        {
            return Broken(path, OfAlgorithm(key));
        }

        if (key.RoundedBits < rules.MinimumBits)
        {
            return Refused(rules.OnSignatureError, FindingTable.KeyBelowMinimum.With(
                ("path", path), ("size", key.Bits), ("minimum", rules.MinimumBits), ("effect", EffectOf(rules.OnSignatureError)),
                (
                    "setting",
                    rules.MinimumBits > OpenDkimKeyRules.DefaultMinimumBits
                        ? "Or lower MinimumKeyBits in opendkim.conf; the default is 1024."
                        : "")));
        }

        if (!key.CanSign)
        {
            return Broken(
                path,
                new KeyFileFault("its numbers are damaged, which makes OpenDKIM crash within a few messages", KeyFileFault.ReplaceKey));
        }

        return new KeyFileVerdict(
            DkimSigningOutcome.Signed,
            [
                .. key.HalvesMatch ? [] : new[] { FindingTable.KeyHalvesDiffer.With(("path", path), ("signer", Signer)) },
                .. rules.Algorithm != "rsa-sha1"
                    ? []
                    : new[] { FindingTable.SignatureAlgorithmWeak.With(("source", rules.AlgorithmSource)) },
            ]);
    }

    /// <summary>With ed25519-sha256 the daemon signs with any kind of key; with an RSA key the signature doesn't verify.</summary>
    private KeyFileVerdict OfEd25519(PrivateKeyFacts key, string path) => key switch
    {
        { Kind: PrivateKeyKind.Ed25519 } => KeyFileVerdict.Sound,
        { CanSign: true, Kind: PrivateKeyKind.Rsa or PrivateKeyKind.RsaPss or PrivateKeyKind.Ec or PrivateKeyKind.Ed448
            or PrivateKeyKind.Dsa } =>
            new KeyFileVerdict(DkimSigningOutcome.Signed, [FindingTable.SignatureAlgorithmUnfit.With(
                ("source", rules.AlgorithmSource), ("algorithm", rules.Algorithm), ("path", path), ("kind", key.Name))]),
        _ => Broken(path, KeyFileDiagnosis.OfAlgorithm(key)),
    };

    private KeyFileFault OfAlgorithm(PrivateKeyFacts key) => key.Kind != PrivateKeyKind.Ed25519
        ? KeyFileDiagnosis.OfAlgorithm(key)
        : new KeyFileFault(
        $"it is an Ed25519 key, and OpenDKIM signs with {rules.Algorithm} (SignatureAlgorithm)",
        "Use an RSA key for this entry (New-DkimKey -Algorithm Rsa), or sign with Rspamd, which supports both.");

    private KeyFileVerdict Broken(string path, KeyFileFault fault) => Refused(rules.OnInternalError, FindingTable.KeyBroken.With(
        ("path", path), ("problem", $"{fault.Problem}. {Capital(EffectOf(rules.OnInternalError))}"), ("advice", fault.Advice)));

    private static KeyFileVerdict Refused(OpenDkimAction action, DkimFinding finding) => new(action.Outcome(), [finding]);

    private static string EffectOf(OpenDkimAction action) => action switch
    {
        OpenDkimAction.Accept => "mail that it should sign leaves unsigned",
        OpenDkimAction.Quarantine => "mail that it should sign is quarantined, unsigned",
        OpenDkimAction.Discard => "mail that it should sign is discarded",
        OpenDkimAction.Reject => "OpenDKIM rejects mail that it should sign (550)",
        _ => "OpenDKIM temporarily refuses mail that it should sign (451)",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
