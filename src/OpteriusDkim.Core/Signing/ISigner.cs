namespace OpteriusDkim.Signing;

/// <summary>A daemon that signs.</summary>
internal interface ISigner
{
    /// <summary>Which daemon it is.</summary>
    SignerType Type { get; }

    /// <summary>What tables are guarded by: paths of the files that an edit may replace, for the locks.</summary>
    /// <exception cref="InaccessibleException">The daemon's configuration can't be read.</exception>
    IReadOnlyList<string> TablePaths { get; }

    /// <summary>Reads the daemon's configuration and its tables.</summary>
    /// <exception cref="InaccessibleException">One of them can't be read.</exception>
    SigningState Read();
}
