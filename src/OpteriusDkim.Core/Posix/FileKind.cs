namespace OpteriusDkim.Posix;

/// <summary>What a name in a folder stands for.</summary>
internal enum FileKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, a socket or a device.</summary>
    Other,
}
