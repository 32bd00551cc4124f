namespace OpteriusDkim.Tests;

/// <summary>What is said of a change whose proof failed.</summary>
public sealed class SigningFailureTests
{
    private static readonly StoredKey Key = new(SampleName.Mail, SampleKey.Rsa.PublicKey, "/keys/mail.private", DateTime.UnixEpoch);

    private static readonly DkimSigningTest NotInDns = new()
    {
        Domain = SampleName.Mail.Domain.Value,
        Selector = "mail",
        Signer = SignerType.OpenDkim,
        Endpoint = "configuration",
        Outcome = DkimSigningOutcome.Signed,
        MatchesStore = true,
        MatchesDns = false,
    };

    private static readonly DkimSigningTest Silent = NotInDns with
    {
        Endpoint = "inet:8891@localhost", Outcome = DkimSigningOutcome.Unreachable, Selector = null, MatchesStore = null, MatchesDns = null,
    };

    [Fact]
    public void A_record_that_need_not_be_published_is_not_the_reason() => Assert.Contains(
        "the signer at inet:8891@localhost can't be reached", MessageOf(mustMatchDns: false, NotInDns, Silent), StringComparison.Ordinal);

    [Fact]
    public void A_record_that_has_to_be_published_is_named_first() => Assert.Contains(
        "its mail should be signed with the selector mail, and verify with the stored key and the published record, but at configuration "
        + "it is signed with the selector mail, but the published record doesn't verify it",
        MessageOf(mustMatchDns: true, NotInDns, Silent),
        StringComparison.Ordinal);

    private static string MessageOf(bool mustMatchDns, params DkimSigningTest[] tests) => SigningFailure.Of(
        new SigningProbe(SampleName.Mail.Domain, Key) { MustMatchDns = mustMatchDns }, tests, null, "The changes were rolled back.")
        .Message;
}
