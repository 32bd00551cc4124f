namespace OpteriusDkim.Signing.Proof;

/// <summary>A place where it can be tried what becomes of a message: the configuration as it stands, or a running daemon.</summary>
internal interface ISigningEndpoint
{
    /// <summary>What the place is called that tries what the files say.</summary>
    public const string Configuration = "configuration";

    /// <summary>The daemon.</summary>
    SignerType Signer { get; }

    /// <summary><see cref="Configuration"/>, or the socket as it was given.</summary>
    string Name { get; }

    /// <summary>Tries messages, over a connection of its own, so that tables read before don't count.</summary>
    /// <returns>What became of each, in their order; a failure to ask is an outcome, and null says that this place can't tell.</returns>
    Task<IReadOnlyList<ProbeResult?>> TryAsync(IReadOnlyList<ProbeMessage> messages, CancellationToken cancellation);
}
