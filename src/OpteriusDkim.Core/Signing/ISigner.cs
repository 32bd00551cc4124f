namespace OpteriusDkim.Signing;

/// <summary>A daemon that signs.</summary>
internal interface ISigner
{
    SignerType Type { get; }

    /// <summary>The files that an edit may replace, which have to be locked.</summary>
    /// <exception cref="InaccessibleException">The daemon's configuration can't be read.</exception>
    IReadOnlyList<string> TablePaths { get; }

    /// <summary>Reads the daemon's configuration and its tables.</summary>
    /// <exception cref="InaccessibleException">One of them can't be read.</exception>
    SigningState Read();
}
