using System.Buffers;
using System.Security.Cryptography;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Keys.KeyFiles;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.OpenDkim;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Predicts from a key file's path and content what Rspamd does with mail to be signed with it.</summary>
/// <param name="readsPemOfEd25519">Whether this version supports Ed25519 keys in PEM and DER (from 3.13.2).</param>
internal sealed class RspamdKeyFile(bool readsPemOfEd25519)
{
    private const string Signer = "Rspamd";
    private const string Effect = "Rspamd sends the mail without this signature";
    private const int ReadLimit = 1024 * 1024;
    private const int SeedLength = 32;
    private const int LongKeyLength = 64;

    private static readonly SearchValues<byte> Base64Text =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ \t\n\v\f\r"u8);

    private static ReadOnlySpan<byte> Begin => "-----BEGIN"u8;

    /// <param name="path">Its path as configured.</param>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public KeyFileVerdict Assess(string path)
    {
        if (IsBase64(System.Text.Encoding.UTF8.GetBytes(path)))
        {
            return Unsigned(FindingTable.KeyPathIsBase64.With(("path", path)));
        }

        var content = Descriptor.ReadAll(path, ReadLimit);
        try
        {
            return content is null ? Unsigned(FindingTable.KeyFileMissing.With(("path", path))) : Assess(content, path);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    public KeyFileVerdict Assess(ReadOnlySpan<byte> content, string path)
    {
        if (content.IsEmpty)
        {
            return Unsigned(FindingTable.KeyFileEmpty.With(("path", path), ("effect", Effect)));
        }

        if (content.Length > Begin.Length + 1 && content.StartsWith(Begin))
        {
            var key = OpenSslPrivateKey.InPem(content);
            var verdict = OfKey(key, content, path);
            return verdict.Outcome == DkimSigningOutcome.Signed && !OpenSslPrivateKey.IsAlwaysFound(content)
                ? verdict with { Findings = [.. verdict.Findings, FindingTable.KeyAfterDamage.With(("path", path))] }
                : verdict;
        }

        return IsBase64(content) ? OfBase64(content, path) : OfRaw(content, content, path);
    }

    private static bool IsBase64(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'=') is var padding && !(padding < 0 ? text : text[..padding]).ContainsAnyExcept(Base64Text);

    private KeyFileVerdict OfBase64(ReadOnlySpan<byte> content, string path)
    {
        var raw = OpenDkimBase64.Decode(content);
        try
        {
            var verdict = OfRaw(raw, content, path);
            return verdict.Outcome == DkimSigningOutcome.Signed && raw.Length is not (SeedLength or LongKeyLength)
                ? verdict with { Findings = [.. verdict.Findings, FindingTable.KeyWithoutArmor.With(("path", path), ("signer", Signer))] }
                : verdict;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(raw);
        }
    }

    private KeyFileVerdict OfRaw(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> content, string path) =>
        raw.Length is SeedLength or LongKeyLength ? KeyFileVerdict.Sound : OfKey(OpenSslPrivateKey.InDer(raw), content, path);

    private KeyFileVerdict OfKey(PrivateKeyFacts? key, ReadOnlySpan<byte> content, string path) => key switch
    {
        null => Broken(path, KeyFileDiagnosis.Of(content, path)),
        { IsRsa: true, CanSign: false } => Broken(path, KeyFileFault.Inconsistent),
        { IsRsa: true } => new KeyFileVerdict(
            DkimSigningOutcome.Signed, key.HalvesMatch ? [] : [FindingTable.KeyHalvesDiffer.With(("path", path), ("signer", Signer))]),
        { Kind: PrivateKeyKind.Ed25519 } when readsPemOfEd25519 => KeyFileVerdict.Sound,
        { Kind: PrivateKeyKind.Ed25519 } => Broken(path, new KeyFileFault(
            "it is an Ed25519 key in PEM or DER, but this Rspamd reads only the base64 of its 32 bytes",
            $"Use the path {SeedFile.Beside(path)} (Enable-DkimSigning -Force writes it), or use Rspamd 3.13.2 or later.")),
        _ => Broken(path, KeyFileDiagnosis.OfAlgorithm(key)),
    };

    private static KeyFileVerdict Broken(string path, KeyFileFault fault) =>
        Unsigned(FindingTable.KeyBroken.With(("path", path), ("problem", $"{fault.Problem}. {Effect}"), ("advice", fault.Advice)));

    private static KeyFileVerdict Unsigned(DkimFinding finding) => new(DkimSigningOutcome.Unsigned, [finding]);
}
