using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Rotation.Revealing;

/// <summary>The folder of published private keys: a file for each, readable by everyone, and an index page.</summary>
internal sealed class RevealFolder(string path, string stateDirectory)
{
    /// <summary>How the name of a published key ends.</summary>
    public const string Suffix = ".pem";

    private const string IndexName = "index.html";
    private const UnixFileMode FileMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode FolderMode =
        FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Publishes a key and renews the index page.</summary>
    /// <exception cref="InaccessibleException">The folder can't be written.</exception>
    public async Task AddAsync(RevealableKey key, PrivateKey content, IProgressLog log, CancellationToken cancellation)
    {
        using var held = await FileLock.AcquireAsync(stateDirectory, path, log, cancellation).ConfigureAwait(false);
        using var folder = AtomicFolder.Ensure(path, FolderMode, owner: null);
        AtomicFile.RemoveLeftovers(folder);
        var text = TextOf(key.Key, content);
        try
        {
            AtomicFile.Replace(folder, key.FileName, text, new NewFileAttributes(FileMode, ModifiedAt: key.Key.RetiredAt));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }

        AtomicFile.Replace(folder, IndexName, Encoding.UTF8.GetBytes(IndexOf(folder)), new NewFileAttributes(FileMode));
        log.Report($"Wrote {key.Path}.");
    }

    /// <summary>The PEM text after lines that say what it is (RFC 7468 2 permits text there).</summary>
    private static byte[] TextOf(RetiredKey key, PrivateKey content)
    {
        var pem = content.ToPem();
        try
        {
            return
            [
                .. Encoding.ASCII.GetBytes(
                    $"The retired DKIM key {key.RecordName}, published on purpose.\n"
                    + $"It was retired on {DateOf(key.RetiredAt)}. Signatures made with it prove nothing since then.\n\n"),
                .. pem,
            ];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    private static string IndexOf(OpenFolder folder)
    {
        var rows = folder.Names().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal) && !name.StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .Select(name => $"<tr><td><a href=\"{Uri.EscapeDataString(name)}\">{WebUtility.HtmlEncode(name[..^Suffix.Length])}</a></td>"
                + $"<td>{DateOf(folder.ModifiedAt(name))}</td></tr>");
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Retired DKIM keys</title></head>
            <body>
            <h1>Retired DKIM keys</h1>
            <p>These private keys signed mail until the date beside them. They are published on purpose: anybody can make a signature with
            them now, so that an old signature no longer proves who wrote a message.</p>
            <table>
            <tr><th>Key</th><th>Retired on</th></tr>
            {string.Join('\n', rows)}
            </table>
            </body>
            </html>

            """;
    }

    private static string DateOf(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
