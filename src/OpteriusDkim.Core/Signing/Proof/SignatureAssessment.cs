using OpteriusDkim.Dns;
using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Evaluates a probe's result: which domain signed, and whether the stored and the published key verify that.</summary>
/// <param name="dns">Looks up published records; null to skip DNS.</param>
internal sealed class SignatureAssessment(ISignatureVerifier verifier, IRecordLookup? dns)
{
    private readonly PublishedKeyCheck published = new(verifier, dns);

    /// <param name="configured">The tests of the configuration; null if unknown.</param>
    /// <returns>A test for each relevant and each missing signature; at least one.</returns>
    public async Task<IReadOnlyList<DkimSigningTest>> AssessAsync(
        ISigningEndpoint endpoint,
        ProofSubject subject,
        ProbeMessage message,
        ProbeResult result,
        IReadOnlyList<DkimSigningTest>? configured,
        CancellationToken cancellation)
    {
        if (result.Outcome != DkimSigningOutcome.Signed)
        {
            var differing = Differing(endpoint, subject, configured, []);
            return [.. subject.SelectorsToReport.Select(selector => Failed(endpoint, subject, selector, result, message, differing))];
        }

        var signatures = Signatures(result.Message);
        var own = signatures.Where(signature => signature.Header.Domain == subject.Domain).ToArray();
        if (own.Length == 0)
        {
            var foreign = FindingTable.SignedForOtherDomain.With(
                ("endpoint", endpoint.Name), ("sender", message.Sender), ("other", signatures[0].Header.Domain?.Value),
                ("domain", subject.Domain));
            var finding = SignedAsRegisteredDomain(endpoint, subject, signatures[0].Header) ?? foreign;
            return [await SignedAsync(endpoint, subject, result, signatures[0], [finding], cancellation).ConfigureAwait(false)];
        }

        var (wanted, missing, findings) = Choose(endpoint, subject, own);
        findings =
        [
            .. findings,
            .. Differing(endpoint, subject, configured, [.. wanted.Select(signature => signature.Header.Selector)]),
        ];
        var tests = await Task.WhenAll(wanted.Select(signature =>
            SignedAsync(endpoint, subject, result, signature, findings, cancellation))).ConfigureAwait(false);
        return [.. tests, .. missing.Select(selector => Missing(endpoint, subject, selector))];
    }

    private static Signature[] Signatures(MailMessage message) =>
        [.. message.ValuesOf(DkimSignature.HeaderName).Select((value, index) => new Signature(index, DkimSignature.Parse(value)))];

    /// <summary>The expected ones of the domain's signatures; others only if an expected one is missing.</summary>
    private static (Signature[] Wanted, Selector[] Missing, DkimFinding[] Findings) Choose(
        ISigningEndpoint endpoint, ProofSubject subject, Signature[] own)
    {
        if (subject.Expected is not { Count: > 0 } expected)
        {
            return (own, [], []);
        }

        var missing = expected.Where(selector => !own.Any(signature => signature.Header.Selector == selector)).ToArray();
        var others = own.Where(signature => !expected.Contains(signature.Header.Selector)).ToArray();
        if (missing.Length == 0)
        {
            return ([.. own.Except(others)], [], []);
        }

        return others.Length == 0
            ? (own, missing, [])
            : (own, [], [FindingTable.OtherSelectorSigned.With(
                ("endpoint", endpoint.Name),
                ("domain", subject.Domain),
                ("selectors", Names(others.Select(signature => signature.Header.Selector))),
                ("expected", Names(missing)))]);
    }

    private async Task<DkimSigningTest> SignedAsync(
        ISigningEndpoint endpoint,
        ProofSubject subject,
        ProbeResult result,
        Signature signature,
        DkimFinding[] findings,
        CancellationToken cancellation)
    {
        var header = signature.Header;
        var bytes = result.Message.ToBytes();
        var stored = header.Domain == subject.Domain ? subject.Keys.FirstOrDefault(key => key.Selector == header.Selector) : null;
        var problem = stored is null ? null : verifier.ProblemOf(bytes, signature.Index, stored.PublicKey);
        var (matchesDns, dnsFindings) = await published.CheckAsync(bytes, signature.Index, header, stored, cancellation)
            .ConfigureAwait(false);
        return Test(endpoint, subject, header.Selector, DkimSigningOutcome.Signed) with
        {
            Algorithm = header.Algorithm,
            Canonicalization = header.Canonicalization,
            SignedHeaders = header.SignedHeaders,
            MatchesStore = stored is not null && problem is null,
            MatchesDns = matchesDns,
            Findings =
            [
                .. findings,
                .. StoreFindings(endpoint, subject, header, stored, problem),
                .. Weakness(endpoint, header),
                .. dnsFindings,
                .. result.Findings,
            ],
        };
    }

    private static IEnumerable<DkimFinding> StoreFindings(
        ISigningEndpoint endpoint, ProofSubject subject, DkimSignature header, StoredKey? stored, string? problem)
    {
        if (header.Domain == subject.Domain && stored is null)
        {
            yield return FindingTable.SignatureKeyNotStored.With(
                ("endpoint", endpoint.Name), ("domain", subject.Domain), ("selector", header.Selector));
        }
        else if (problem is not null)
        {
            yield return FindingTable.SignedWithOtherKey.With(
                ("endpoint", endpoint.Name), ("name", stored!.RecordName), ("path", stored.Path), ("problem", problem));
        }
    }

    private static IEnumerable<DkimFinding> Weakness(ISigningEndpoint endpoint, DkimSignature header) =>
        header.Algorithm.EndsWith("sha1", StringComparison.OrdinalIgnoreCase)
            ? [FindingTable.SignatureObsolete.With(("endpoint", endpoint.Name), ("algorithm", header.Algorithm))]
            : [];

    /// <summary>Rspamd's use_esld: mail of a subdomain is signed with the registered domain.</summary>
    private static DkimFinding? SignedAsRegisteredDomain(ISigningEndpoint endpoint, ProofSubject subject, DkimSignature header) =>
        endpoint.Signer == SignerType.Rspamd && header.Domain is { } other
            && subject.Domain.Value.EndsWith("." + other.Value, StringComparison.Ordinal)
            ? FindingTable.SubdomainSwallowed.With(("domain", subject.Domain), ("other", other))
            : null;

    /// <summary>The finding if the running daemon behaves differently from the configuration.</summary>
    private static DkimFinding[] Differing(
        ISigningEndpoint endpoint, ProofSubject subject, IReadOnlyList<DkimSigningTest>? configured, IReadOnlyList<Selector?> running)
    {
        if (configured is null or [] || configured.Any(test => test.Outcome == DkimSigningOutcome.Unreachable))
        {
            return [];
        }

        var expected = configured.Where(test => test.Outcome == DkimSigningOutcome.Signed).Select(test => test.Selector).ToHashSet();
        return expected.SetEquals([.. running.Select(selector => selector?.Value)])
            ? []
            : [FindingTable.RunningDaemonDiffers.With(
                ("endpoint", endpoint.Name),
                ("domain", subject.Domain),
                ("running", running.Count == 0 ? "does not sign" : "signs with " + Names(running)),
                ("configured", expected.Count == 0 ? "should not sign" : "should sign with " + string.Join(", ", expected)))];
    }

    private static DkimSigningTest Failed(
        ISigningEndpoint endpoint, ProofSubject subject, Selector? selector, ProbeResult result, ProbeMessage message,
        IReadOnlyList<DkimFinding> differing)
    {
        var rule = result.Outcome switch
        {
            DkimSigningOutcome.Unsigned => FindingTable.MailUnsigned,
            DkimSigningOutcome.TemporaryFailure => FindingTable.MailDeferred,
            DkimSigningOutcome.Rejected => FindingTable.MailRejected,
            _ => null,
        };
        var finding = rule?.With(("endpoint", endpoint.Name), ("sender", message.Sender), ("domain", subject.Domain));
        return Test(endpoint, subject, selector, result.Outcome) with
        {
            Findings = finding is null ? result.Findings : [finding, .. differing, .. result.Findings],
        };
    }

    private static DkimSigningTest Missing(ISigningEndpoint endpoint, ProofSubject subject, Selector selector) =>
        Test(endpoint, subject, selector, DkimSigningOutcome.Unsigned) with
        {
            Findings =
            [
                FindingTable.SignatureMissing.With(("endpoint", endpoint.Name), ("domain", subject.Domain), ("selector", selector)),
            ],
        };

    private static DkimSigningTest Test(
        ISigningEndpoint endpoint, ProofSubject subject, Selector? selector, DkimSigningOutcome outcome) => new()
    {
        Domain = subject.Domain.Value,
        Selector = selector?.Value,
        Signer = endpoint.Signer,
        Endpoint = endpoint.Name,
        Outcome = outcome,
    };

    private static string Names(IEnumerable<Selector?> selectors) =>
        string.Join(", ", selectors.Select(selector => selector?.Value ?? "an unreadable selector"));

    private sealed record Signature(int Index, DkimSignature Header);
}
