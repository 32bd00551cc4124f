namespace OpteriusDkim.Tests;

/// <summary>A signing endpoint with a scripted result for each message.</summary>
internal sealed class ScriptedEndpoint(string name, Func<ProbeMessage, ProbeResult?> answer, SignerType signer = SignerType.OpenDkim)
    : ISigningEndpoint
{
    public SignerType Signer => signer;

    public string Name => name;

    public int Calls { get; private set; }

    public Task<IReadOnlyList<ProbeResult?>> TryAsync(IReadOnlyList<ProbeMessage> messages, CancellationToken cancellation)
    {
        Calls++;
        return Task.FromResult<IReadOnlyList<ProbeResult?>>([.. messages.Select(answer)]);
    }

    /// <summary>A result signed by selectors; the signature's content is left to the verifier.</summary>
    public static ProbeResult Signed(ProbeMessage message, string domain, params string[] selectors) => ProbeResult.Passed(
        selectors.Reverse().Aggregate(message.Message, (mail, selector) => mail.Insert(
            0, DkimSignature.HeaderName,
            $"v=1; a=rsa-sha256; c=relaxed/simple; d={domain}; s={selector};\r\n\th=From:\r\n\t To; bh=AA==; b=AA==")));

    public static ProbeResult Unsigned(ProbeMessage message) => ProbeResult.Passed(message.Message);
}
