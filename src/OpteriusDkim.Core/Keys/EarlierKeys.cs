using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys;

/// <summary>Keys that the store had under a name before they were replaced or removed: those in its backups.</summary>
internal sealed class EarlierKeys(string stateDirectory, IEd25519 ed25519)
{
    private readonly Backups backups = new(stateDirectory, TimeProvider.System);

    /// <summary>The public halves. A backup that can't be read is left out.</summary>
    public IReadOnlyList<DkimPublicKey> Of(RecordName name) =>
        [.. backups.CopiesOf(name.Domain.Value, StoredKeyFiles.KeyFileOf(name)).Select(PublicHalfOf).OfType<DkimPublicKey>().Distinct()];

    private DkimPublicKey? PublicHalfOf(string path)
    {
        try
        {
            return PrivateKeyFile.ReadPublicHalf(path, ed25519);
        }
        catch (DkimException)
        {
            return null;
        }
    }
}
