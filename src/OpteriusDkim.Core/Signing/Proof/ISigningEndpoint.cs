namespace OpteriusDkim.Signing.Proof;

/// <summary>An endpoint for test messages: the configuration as written, or a running daemon.</summary>
internal interface ISigningEndpoint
{
    /// <summary>The name of the endpoint that tests the configuration.</summary>
    public const string Configuration = "configuration";

    SignerType Signer { get; }

    /// <summary><see cref="Configuration"/>, or the socket as configured.</summary>
    string Name { get; }

    /// <summary>Sends messages over a new connection, so that tables loaded before don't apply.</summary>
    /// <returns>The results in order. A connection failure is an outcome. Null: this endpoint can't determine the outcome.</returns>
    Task<IReadOnlyList<ProbeResult?>> TryAsync(IReadOnlyList<ProbeMessage> messages, CancellationToken cancellation);
}
