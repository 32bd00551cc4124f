using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>
/// Tells whether keys are in use. Every member throws an <see cref="InaccessibleException"/> if that can't be determined.
/// </summary>
internal interface IKeyUsage
{
    /// <summary>The first use of a key file, by this path or another one; null if there is none.</summary>
    KeyUse? UseOf(string path);

    /// <summary>The uses of a key file by this path; if there are none, those by other paths.</summary>
    IReadOnlyList<KeyUse> NearestUsesOf(string path);

    /// <summary>The first use whose path leads through a folder to a key elsewhere: without the folder that key can't be opened.</summary>
    KeyUse? UseThrough(string folder);

    /// <summary>The key files that signers name. Those of templates, whose paths depend on the message, are left out.</summary>
    IReadOnlyList<string> KeyFiles();

    /// <summary>Throws if a key file is in use.</summary>
    /// <exception cref="InUseException">It is in use.</exception>
    void RequireUnused(string path);

    /// <summary>Throws if a key is in use, by its file or from a copy elsewhere.</summary>
    /// <exception cref="InUseException">It is in use.</exception>
    void RequireUnused(RecordName name, string path);
}
