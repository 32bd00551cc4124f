using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys;

/// <summary>The files of one key in an opened folder: the key, its record, and the seed that some signers need.</summary>
/// <param name="folder">The domain's folder.</param>
/// <param name="name">The key's name.</param>
/// <param name="ownership">The owner of new files.</param>
internal sealed class StoredKeyFiles(OpenFolder folder, RecordName name, KeyOwnership ownership, IProgressLog log)
{
    /// <summary>The extension of key files.</summary>
    public const string KeySuffix = ".private";
    private const string RecordSuffix = ".txt";

    private readonly string keyFile = KeyFileOf(name);
    private readonly string recordFile = name.Selector.Value + RecordSuffix;
    private readonly string seedFile = SeedFile.Beside(KeyFileOf(name));

    /// <summary>The name of a key's file.</summary>
    public static string KeyFileOf(RecordName name) => name.Selector.Value + KeySuffix;

    public bool HasKey => folder.Exists(keyFile);

    public bool HasRecord => folder.Exists(recordFile);

    public bool HasSeed => folder.Exists(seedFile);

    /// <summary>The key's path while the folder is open, even if the folder is renamed.</summary>
    public string OpenPath => folder.ProcessPathOf(keyFile);

    /// <summary>The key as it is stored.</summary>
    public StoredKey Stored(DkimPublicKey key) => new(name, key, folder.PathOf(keyFile), folder.ModifiedAt(keyFile));

    /// <summary>Writes the key.</summary>
    /// <param name="replace">Whether to replace an existing key.</param>
    public void WriteKey(PrivateKey key, bool replace, DateTime? createdAt)
    {
        var attributes = new NewFileAttributes(KeyOwnership.KeyMode, ownership.Owner, createdAt);
        var pem = key.ToPem();
        try
        {
            if (replace)
            {
                AtomicFile.Replace(folder, keyFile, pem, attributes);
            }
            else if (!AtomicFile.Create(folder, keyFile, pem, attributes))
            {
                // Created by another program, which doesn't take the lock.
                throw PosixFailure.Of("create", folder.PathOf(keyFile), Libc.Exists);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }

        log.Report($"Wrote {folder.PathOf(keyFile)}.");
    }

    /// <summary>Writes the bare form of an Ed25519 key.</summary>
    public void WriteSeed(PrivateKey key)
    {
        var seed = key.ToSeed();
        try
        {
            AtomicFile.Replace(folder, seedFile, seed, new NewFileAttributes(KeyOwnership.KeyMode, ownership.Owner));
            log.Report($"Wrote {folder.PathOf(seedFile)}.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Writes the record.</summary>
    public void WriteRecord(DkimPublicKey key)
    {
        var text = Encoding.ASCII.GetBytes(DkimDnsRecord.ZoneFileLine(name, key));
        AtomicFile.Replace(folder, recordFile, text, new NewFileAttributes(ownership.RecordMode, ownership.Owner));
        log.Report($"Wrote {folder.PathOf(recordFile)}.");
    }

    /// <summary>Backs up the key and its record.</summary>
    public void KeepBackup(Backups backups)
    {
        var path = folder.PathOf(keyFile);
        log.Report(backups.Keep(folder, keyFile, name.Domain.Value) is { } copy
            ? $"Backed up {path} as {copy}."
            : $"{path} is not backed up because it is a link or not a regular file.");
        backups.Keep(folder, recordFile, name.Domain.Value);
    }

    /// <summary>Removes what is derived from the key.</summary>
    public void RemoveDerived()
    {
        AtomicFile.Remove(folder, recordFile);
        AtomicFile.Remove(folder, seedFile);
    }

    /// <summary>Removes the key.</summary>
    public void RemoveKey()
    {
        AtomicFile.Remove(folder, keyFile);
        log.Report($"Removed {folder.PathOf(keyFile)}.");
    }
}
