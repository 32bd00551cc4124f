using OpteriusDkim.Dns;
using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Proof;

/// <summary>The judgement on what became of a probe: whose signature it is, and whether the store's key and DNS's verify it.</summary>
/// <param name="dns">Looks published records up; null where DNS is not to be asked.</param>
internal sealed class SignatureJudge(ISignatureVerifier verifier, IRecordLookup? dns)
{
    /// <summary>Judges one probe.</summary>
    /// <param name="subject">What was to be proved.</param>
    /// <param name="configured">What the configuration did with its probe; null where that isn't known.</param>
    /// <returns>A test for each signature that matters and each that is missing; at least one.</returns>
    public async Task<IReadOnlyList<DkimSigningTest>> JudgeAsync(
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
            return [.. Selectors(subject).Select(selector => Failed(endpoint, subject, selector, result, message, differing))];
        }

        var signatures = Signatures(result.Message);
        var own = signatures.Where(signature => signature.Header.Domain == subject.Domain).ToArray();
        if (own.Length == 0)
        {
            var foreign = FindingTable.SignedForOtherDomain.With(
                ("endpoint", endpoint.Name), ("sender", message.Sender), ("other", signatures[0].Header.Domain?.Value),
                ("domain", subject.Domain));
            return [await SignedAsync(
                endpoint, subject, result, signatures[0], [Swallowed(endpoint, subject, signatures[0].Header) ?? foreign], cancellation)
                .ConfigureAwait(false)];
        }

        var (wanted, missing, complaints) = Choose(endpoint, subject, own);
        complaints =
        [
            .. complaints,
            .. Differing(endpoint, subject, configured, [.. wanted.Select(signature => signature.Header.Selector)]),
        ];
        var tests = await Task.WhenAll(wanted.Select(signature =>
            SignedAsync(endpoint, subject, result, signature, complaints, cancellation))).ConfigureAwait(false);
        return [.. tests, .. missing.Select(selector => Missing(endpoint, subject, selector))];
    }

    private static Signature[] Signatures(MailMessage message) =>
        [.. message.ValuesOf(DkimSignature.HeaderName).Select((value, index) => new Signature(index, DkimSignature.Parse(value)))];

    /// <summary>Of several signatures of the domain, those that were expected; all others only where an expected one is missing.</summary>
    private static (Signature[] Wanted, Selector[] Missing, DkimFinding[] Complaints) Choose(
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
        DkimFinding[] complaints,
        CancellationToken cancellation)
    {
        var header = signature.Header;
        var bytes = result.Message.ToBytes();
        var stored = header.Domain == subject.Domain ? subject.Keys.FirstOrDefault(key => key.Selector == header.Selector) : null;
        var problem = stored is null ? null : verifier.ProblemOf(bytes, signature.Index, stored.PublicKey);
        var (matchesDns, told) = await AskDnsAsync(bytes, signature, stored, cancellation).ConfigureAwait(false);
        return Test(endpoint, subject, header.Selector, DkimSigningOutcome.Signed) with
        {
            Algorithm = header.Algorithm,
            Canonicalization = header.Canonicalization,
            SignedHeaders = header.SignedHeaders,
            MatchesStore = stored is not null && problem is null,
            MatchesDns = matchesDns,
            Findings =
            [
                .. complaints,
                .. StoreFindings(endpoint, subject, header, stored, problem),
                .. Weakness(endpoint, header),
                .. told,
                .. result.Findings,
            ],
        };
    }

    private async Task<(bool? Matches, IReadOnlyList<DkimFinding> Findings)> AskDnsAsync(
        byte[] message, Signature signature, StoredKey? stored, CancellationToken cancellation)
    {
        if (dns is null || signature.Header is not { Domain: { } domain, Selector: { } selector })
        {
            return (null, []);
        }

        var name = new RecordName(domain, selector);
        var observation = await dns.ObserveAsync(name, cancellation).ConfigureAwait(false);
        var findings = observation.Problems
            .Concat(observation.Answers.SelectMany(answer => Verification.FindingsOf(stored?.PublicKey, answer)))
            .Distinct().ToList();
        var verdicts = observation.Reachable.Select(answer => Verifies(message, signature.Index, answer)).ToArray();
        if (!verdicts.Contains(false))
        {
            return (verdicts.Length > 0 && verdicts.All(verdict => verdict == true) ? true : null, findings);
        }

        findings.Insert(0, FindingTable.SignatureFailsInDns.With(("name", name)));
        return (false, findings);
    }

    /// <summary>Whether a receiver that got this answer would take the signature; null where it would have to ask again.</summary>
    private bool? Verifies(byte[] message, int index, DkimDnsAnswer answer) => answer.Outcome switch
    {
        _ when answer.ProvesNothing => null,
        DnsOutcome.Found => answer.Record is { IsValid: true, Key: { } key } && verifier.ProblemOf(message, index, key) is null,
        DnsOutcome.NoSuchName or DnsOutcome.NoData => false,
        _ => null,
    };

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

    /// <summary>Rspamd's use_esld: mail of a domain below is signed as the registered one.</summary>
    private static DkimFinding? Swallowed(ISigningEndpoint endpoint, ProofSubject subject, DkimSignature header) =>
        endpoint.Signer == SignerType.Rspamd && header.Domain is { } other
            && subject.Domain.Value.EndsWith("." + other.Value, StringComparison.Ordinal)
            ? FindingTable.SubdomainSwallowed.With(("domain", subject.Domain), ("other", other))
            : null;

    /// <summary>Whether the running daemon does something else than the configuration says.</summary>
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
        var told = rule?.With(("endpoint", endpoint.Name), ("sender", message.Sender), ("domain", subject.Domain));
        return Test(endpoint, subject, selector, result.Outcome) with
        {
            Findings = told is null ? result.Findings : [told, .. differing, .. result.Findings],
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

    private static IReadOnlyList<Selector?> Selectors(ProofSubject subject) =>
        subject.Expected is { Count: > 0 } expected
            ? (IReadOnlyList<Selector?>)expected
            : [subject.Keys.Count == 1 ? subject.Keys[0].Selector : null];

    private static string Names(IEnumerable<Selector?> selectors) =>
        string.Join(", ", selectors.Select(selector => selector?.Value ?? "an unreadable selector"));

    private sealed record Signature(int Index, DkimSignature Header);
}
