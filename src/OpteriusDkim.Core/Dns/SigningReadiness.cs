using OpteriusDkim.Keys;

namespace OpteriusDkim.Dns;

/// <summary>
/// Whether a key may begin to sign: the resolvers have its record, and each authoritative server that answers has it. A receiver may
/// get its answer from any of them, so one without the record makes mail fail.
/// </summary>
internal sealed class SigningReadiness(DnsVerifier resolvers, IRecordLookup zones, TimeProvider clock)
{
    /// <summary>Looks up one key's record.</summary>
    /// <returns>Verified if the key may sign; else what the resolvers, or the servers without the record, returned.</returns>
    public async Task<DkimDnsTest> VerifyAsync(StoredKey key, CancellationToken cancellation)
    {
        var test = await resolvers.VerifyAsync(key, cancellation).ConfigureAwait(false);
        if (test.Status != DkimDnsStatus.Verified)
        {
            return test;
        }

        var observation = await zones.ObserveAsync(key.RecordName, cancellation).ConfigureAwait(false);
        DkimDnsAnswer[] wrong =
        [
            .. observation.Answers.Where(answer => answer.IsConclusive && !answer.IsRightFor(key.PublicKey)),
        ];
        return wrong.Length == 0
            ? test
            : Verification.Of(key, observation with { Answers = wrong, Problems = [] }, clock.GetUtcNow().UtcDateTime);
    }
}
