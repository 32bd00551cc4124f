using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>
/// Tells whether keys are in use. Every member throws an <see cref="InaccessibleException"/> where that can't be found out.
/// </summary>
internal interface IKeyUsage
{
    /// <summary>The first place that uses a key file, by this path or another; null where none does.</summary>
    /// <param name="path">The key's path.</param>
    KeyUse? UseOf(string path);

    /// <summary>The places that use a key file, those by this path; only where there is none, those by another.</summary>
    /// <param name="path">The key's path.</param>
    IReadOnlyList<KeyUse> NearestUsesOf(string path);

    /// <summary>
    /// The first place whose path passes a folder on its way to a key elsewhere; without the folder that key can't be opened.
    /// </summary>
    /// <param name="folder">The folder.</param>
    KeyUse? UseThrough(string folder);

    /// <summary>The key files that signers name. Those of templates, whose paths depend on the message, are left out.</summary>
    IReadOnlyList<string> KeyFiles();

    /// <summary>Refuses to change a key file that is in use.</summary>
    /// <param name="path">The key's path.</param>
    /// <exception cref="InUseException">It is in use.</exception>
    void RequireUnused(string path);

    /// <summary>Refuses to change a key that is in use, by its file or from a copy elsewhere.</summary>
    /// <param name="name">The record's name.</param>
    /// <param name="path">The path of its key.</param>
    /// <exception cref="InUseException">It is in use.</exception>
    void RequireUnused(RecordName name, string path);
}
