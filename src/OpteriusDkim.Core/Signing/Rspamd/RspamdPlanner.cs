using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Plans the signatures of a domain's own line, or finds why they can't be changed.</summary>
/// <param name="pathOf">Returns the file from which the daemon reads a key.</param>
/// <param name="algorithmOf">Returns the algorithm of a key file; null if unknown.</param>
internal sealed class RspamdPlanner(RspamdState state, Func<StoredKey, string> pathOf, Func<string, DkimKeyAlgorithm?> algorithmOf)
{
    /// <summary>The signatures; empty to remove the line.</summary>
    /// <param name="refusal">The reason against the change, or null.</param>
    public IReadOnlyList<RspamdSignature> Signatures(SigningChange change, out DkimFinding? refusal)
    {
        IReadOnlyList<RspamdSignature> own = state.Own.Domains.TryGetValue(change.Domain, out var line) ? line.Signatures : [];
        refusal = OfForeign(change) ?? (change.To is null ? OfRemoving(change.Domain) : OfKey(change, own));
        return refusal is not null || change.To is null ? [] : With(change, own);
    }

    private RspamdSignature SignatureOf(StoredKey key) => new(key.Selector.Value, pathOf(key));

    private List<RspamdSignature> With(SigningChange change, IReadOnlyList<RspamdSignature> own)
    {
        var wanted = SignatureOf(change.To!);
        var kept = own.Where(signature => signature.Selector != wanted.Selector && !IsReplaced(change, signature)).ToList();
        var at = own.ToList().FindIndex(signature => signature.Selector == wanted.Selector || IsReplaced(change, signature));
        kept.Insert(at < 0 ? kept.Count : Math.Min(at, kept.Count), wanted);
        return kept;
    }

    /// <summary>
    /// A switch replaces one selector. A replacement replaces every key of the same algorithm and unreadable ones.
    /// </summary>
    private bool IsReplaced(SigningChange change, RspamdSignature signature) =>
        change.From is { } from ? signature.Selector == from.Value
        : change.Replace && (algorithmOf(signature.Path) is not { } algorithm || algorithm == change.To!.PublicKey.Algorithm);

    private DkimFinding? OfForeign(SigningChange change)
    {
        var foreign = state.EntriesNamed(change.Domain.Value).FirstOrDefault(entry => !entry.IsOwn);
        return foreign is null ? null : FindingTable.ForeignEntry.With(
            ("domain", change.Domain), ("source", foreign.Source), ("pattern", PrintableText.Clean(foreign.Pattern)));
    }

    private DkimFinding? OfRemoving(DomainName domain)
    {
        var others = state.SigningDomainOf(domain) is var signing && signing != domain.Value
            ? state.DecisionFor(domain).All
            : [.. state.FallbackFor(domain.Value)];
        var other = others.Count > 0 ? others[0] : null;
        return other is null ? null : FindingTable.SignedByOthers.With(
            ("domain", domain), ("source", other.Source), ("pattern", PrintableText.Clean(other.Pattern)));
    }

    private DkimFinding? OfKey(SigningChange change, IReadOnlyList<RspamdSignature> own)
    {
        var path = pathOf(change.To!);
        if (!RspamdDomainFile.CanContain(path))
        {
            return FindingTable.KeyPathNotPlain.With(("path", PrintableText.Quote(path)));
        }

        if (state.SigningDomainOf(change.Domain) is var parent && parent != change.Domain.Value)
        {
            return FindingTable.SubdomainSignedAsParent.With(("domain", change.Domain), ("parent", parent));
        }

        if (change.IncludeSubdomains && !state.Settings.UsesRegisteredDomain)
        {
            return FindingTable.SubdomainsNeedBlocks.With(("domain", change.Domain));
        }

        if (change.From is { } from)
        {
            return OfSwitching(change, from, own);
        }

        return change.Replace ? null : OfAdding(change, own);
    }

    private static DkimFinding? OfSwitching(SigningChange change, Selector from, IReadOnlyList<RspamdSignature> own) =>
        own.Any(signature => signature.Selector == from.Value || signature.Selector == change.To!.Selector.Value)
            ? null
            : FindingTable.NotSigningWith.With(
                ("domain", change.Domain),
                ("selector", from),
                (
                    "others",
                    own.Count == 0 ? "it has no line of its own" : $"{string.Join(", ", own.Select(signature => signature.Selector))} "
                        + "sign"));

    private DkimFinding? OfAdding(SigningChange change, IReadOnlyList<RspamdSignature> own)
    {
        var other = own.FirstOrDefault(signature => signature.Selector != change.To!.Selector.Value
            && (algorithmOf(signature.Path) is not { } algorithm || algorithm == change.To.PublicKey.Algorithm));
        if (other is not null)
        {
            return FindingTable.OtherKeySigns.With(
                ("domain", change.Domain), ("source", $"{state.Own.Path}:{state.Own.Domains[change.Domain].Line}"),
                ("other", $"{other.Selector}._domainkey.{change.Domain}"));
        }

        // The template signs only until the domain has a block.
        var template = own.Count > 0
            ? null
            : state.FallbackFor(change.Domain.Value).FirstOrDefault(entry => !entry.SignsAs(change.Domain, change.To!.Selector));
        return template is null ? null : FindingTable.OtherKeySigns.With(
            ("domain", change.Domain), ("source", template.Source), ("other", $"{template.Selector}._domainkey.{change.Domain}"));
    }
}
