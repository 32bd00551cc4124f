using OpteriusDkim.Findings;
using OpteriusDkim.Keys;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>The file format of Ed25519 keys for this version of Rspamd: old versions need a separate file with the bare seed.</summary>
internal sealed class RspamdKeyForms(RspamdProgram program, IEd25519 ed25519)
{
    /// <summary>The file that the daemon reads a key from.</summary>
    public string PathFor(StoredKey key) => key.PublicKey.Algorithm == DkimKeyAlgorithm.Ed25519 && !program.ReadsPemOfEd25519
        ? SeedFile.Beside(key.Path)
        : key.Path;

    /// <summary>Why the daemon can't read the format of an Ed25519 key, or null.</summary>
    public DkimFinding? ProblemOf(string path)
    {
        if (program.ReadsPemOfEd25519 || AlgorithmOf(path) != DkimKeyAlgorithm.Ed25519)
        {
            return null;
        }

        try
        {
            return !SeedFile.IsOne(path) && PrivateKeyFile.IsPem(path)
                ? FindingTable.Ed25519FormUnread.With(
                    ("version", program.Version?.ToString() ?? "of an unknown version"), ("path", path), ("seed", SeedFile.Beside(path)))
                : null;
        }
        catch (DkimException)
        {
            return null;
        }
    }

    /// <summary>The algorithm of a key file; null if unknown.</summary>
    public DkimKeyAlgorithm? AlgorithmOf(string path)
    {
        try
        {
            return PrivateKeyFile.ReadPublicHalf(path, ed25519)?.Algorithm;
        }
        catch (DkimException)
        {
            return null;
        }
    }
}
