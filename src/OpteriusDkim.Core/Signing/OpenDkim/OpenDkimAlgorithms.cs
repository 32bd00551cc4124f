using OpteriusDkim.Keys;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The signature algorithm of each table line: the fourth field of the KeyTable, else SignatureAlgorithm.</summary>
/// <param name="supportsAlgorithmField">Whether this version of the daemon supports the fourth field.</param>
internal sealed class OpenDkimAlgorithms(OpenDkimTables tables, bool supportsAlgorithmField)
{
    private readonly string configured = OpenDkimKeyRules.Of(tables.ConfigurationPath, tables.Configuration).Algorithm;

    /// <summary>The fourth field, with its colon, that a KeyTable line needs for a key; empty if it needs none.</summary>
    public string FieldFor(StoredKey key) => supportsAlgorithmField && !Signs(configured, key) ? ":" + AlgorithmOf(key) : "";

    /// <summary>Whether a KeyTable line signs with the algorithm of a key.</summary>
    public bool Fits(OpenDkimKey entry, StoredKey key) => !supportsAlgorithmField || Signs(entry.Algorithm ?? configured, key);

    /// <summary>Whether a key is added to a line instead of replacing it: both sign, with different algorithms.</summary>
    public bool IsAdditional(OpenDkimSigningLine line, StoredKey key) =>
        supportsAlgorithmField && tables.HasMultipleSignatures && HasOtherAlgorithm(line.KeyName, key);

    /// <summary>Whether a line's key uses another algorithm, so that with MultipleSignatures both can sign.</summary>
    /// <param name="keyName">The key name in the SigningTable line.</param>
    public bool HasOtherAlgorithm(string? keyName, StoredKey key) =>
        supportsAlgorithmField
            && keyName is not null
            && tables.KeyTable!.Find(keyName) is { IsFile: true } entry
            && !Signs(entry.Algorithm ?? configured, key);

    private static bool Signs(string algorithm, StoredKey key) =>
        algorithm.Equals(
            OpenDkimKeyRules.Ed25519, StringComparison.OrdinalIgnoreCase) == (key.PublicKey.Algorithm == DkimKeyAlgorithm.Ed25519);

    private static string AlgorithmOf(StoredKey key) =>
        key.PublicKey.Algorithm == DkimKeyAlgorithm.Ed25519 ? OpenDkimKeyRules.Ed25519 : OpenDkimKeyRules.DefaultAlgorithm;
}
