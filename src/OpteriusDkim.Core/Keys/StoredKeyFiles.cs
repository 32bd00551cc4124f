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

    /// <summary>Writes the key and what is derived from it. The key gets its name once all of them are flushed.</summary>
    /// <param name="placement">Whether to replace an existing key, and when it was created.</param>
    /// <param name="withSeed">Whether to write the bare form of an Ed25519 key.</param>
    /// <param name="parent">The folder's parent if the folder is new; else null.</param>
    public async Task WriteAsync(
        PrivateKey key, KeyPlacement placement, bool withSeed, SharedFlush.Writer flush, OpenFolder? parent)
    {
        using var keyPending = PendKey(key, placement.CreatedAt);
        using var seedPending = withSeed ? PendSeed(key) : null;
        using var recordPending = PendRecord(key.PublicKey);
        using var changed = parent?.OpenItself();
        Descriptor?[] written = [changed, keyPending.File, seedPending?.File, recordPending.File];
        await flush.FlushAsync(folder, [.. written.OfType<Descriptor>()]).ConfigureAwait(false);
        if (placement.Replace)
        {
            keyPending.Replace();
        }
        else if (!keyPending.Create())
        {
            // Created by another program, which doesn't take the lock.
            throw PosixFailure.Of("create", folder.PathOf(keyFile), Libc.Exists);
        }

        ReportWritten(keyFile);
        if (seedPending is not null)
        {
            Replace(seedPending, seedFile);
        }

        Replace(recordPending, recordFile);
        using var itself = folder.OpenItself();
        await flush.FlushAsync(folder, [itself]).ConfigureAwait(false);
    }

    /// <summary>Writes the bare form of an Ed25519 key.</summary>
    public void WriteSeed(PrivateKey key)
    {
        using var pending = PendSeed(key);
        pending.File.Flush();
        Replace(pending, seedFile);
        folder.Flush();
    }

    /// <summary>Writes the record.</summary>
    public void WriteRecord(DkimPublicKey key)
    {
        using var pending = PendRecord(key);
        pending.File.Flush();
        Replace(pending, recordFile);
        folder.Flush();
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

    private PendingFile PendKey(PrivateKey key, DateTime? createdAt) =>
        PendSecret(keyFile, key.ToPem(), new NewFileAttributes(KeyOwnership.KeyMode, ownership.Owner, createdAt));

    private PendingFile PendSeed(PrivateKey key) =>
        PendSecret(seedFile, key.ToSeed(), new NewFileAttributes(KeyOwnership.KeyMode, ownership.Owner));

    private PendingFile PendRecord(DkimPublicKey key) => PendingFile.Write(
        folder, recordFile, Encoding.ASCII.GetBytes(DkimDnsRecord.ZoneFileLine(name, key)),
        new NewFileAttributes(ownership.RecordMode, ownership.Owner));

    private PendingFile PendSecret(string file, byte[] content, NewFileAttributes attributes)
    {
        try
        {
            return PendingFile.Write(folder, file, content, attributes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private void Replace(PendingFile pending, string file)
    {
        pending.Replace();
        ReportWritten(file);
    }

    private void ReportWritten(string file) => log.Report($"Wrote {folder.PathOf(file)}.");
}
