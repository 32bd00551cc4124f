using OpteriusDkim.Keys;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Which algorithm each line of the tables signs with: the fourth field of the KeyTable, else the SignatureAlgorithm.</summary>
/// <param name="namesAlgorithms">Whether the daemon takes the fourth field.</param>
internal sealed class OpenDkimAlgorithms(OpenDkimTables tables, bool namesAlgorithms)
{
    private readonly string configured = OpenDkimKeyRules.Of(tables.ConfigurationPath, tables.Configuration).Algorithm;

    /// <summary>What a KeyTable line needs after the path so that the daemon signs with a key; empty where it needs nothing.</summary>
    public string FieldFor(StoredKey key) => namesAlgorithms && !Signs(configured, key) ? ":" + AlgorithmOf(key) : "";

    /// <summary>Whether a KeyTable line has the daemon sign with a key's own algorithm.</summary>
    public bool Fits(OpenDkimKey entry, StoredKey key) => !namesAlgorithms || Signs(entry.Algorithm ?? configured, key);

    /// <summary>Whether a key is added beside a line and doesn't take its place: both sign, with different algorithms.</summary>
    public bool AddsBeside(OpenDkimSigningLine line, StoredKey key) =>
        namesAlgorithms && tables.SignsSeveral && IsOther(line.KeyName, key);

    /// <summary>Whether a key could be added beside a line if MultipleSignatures were on.</summary>
    /// <param name="keyName">The name of the line's key.</param>
    public bool IsOther(string? keyName, StoredKey key) =>
        namesAlgorithms
            && keyName is not null
            && tables.KeyTable!.Find(keyName) is { IsFile: true } entry
            && !Signs(entry.Algorithm ?? configured, key);

    private static bool Signs(string algorithm, StoredKey key) =>
        algorithm.Equals(
            OpenDkimKeyRules.Ed25519, StringComparison.OrdinalIgnoreCase) == (key.PublicKey.Algorithm == DkimKeyAlgorithm.Ed25519);

    private static string AlgorithmOf(StoredKey key) =>
        key.PublicKey.Algorithm == DkimKeyAlgorithm.Ed25519 ? OpenDkimKeyRules.Ed25519 : OpenDkimKeyRules.DefaultAlgorithm;
}
