using System.Globalization;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Rotation.Revealing;

/// <summary>A retired key that is to be published, and the copies of its private half that are kept for that.</summary>
/// <param name="Key">The key.</param>
/// <param name="Copies">The paths of the copies in the backups.</param>
/// <param name="Folder">The folder in which it is published.</param>
internal sealed record RevealableKey(RetiredKey Key, IReadOnlyList<string> Copies, string Folder)
{
    /// <summary>The record's name.</summary>
    public RecordName Name => Key.RecordName;

    /// <summary>The name of the published file. It has the time of retirement, as the selectors of a delegation are used again.</summary>
    public string FileName => string.Create(
        CultureInfo.InvariantCulture,
        $"{AtomicFile.Shortened(Name.Value)}.{Key.RetiredAt:yyyyMMdd'T'HHmmss'Z'}{RevealFolder.Suffix}");

    /// <summary>The path of the published file.</summary>
    public string Path => System.IO.Path.Combine(Folder, FileName);
}
