using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Why a change can't be made without changing entries that don't belong to the domain alone.</summary>
internal static class OpenDkimRefusal
{
    /// <summary>The reason, or null.</summary>
    /// <param name="algorithms">Knows which lines sign with other algorithms.</param>
    public static DkimFinding? Of(OpenDkimState state, SigningChange change, OpenDkimAlgorithms algorithms)
    {
        var own = state.OwnEntries(change.Domain);
        var decision = state.DecisionFor(change.Domain);
        return OfForeign(own, decision, state, change)
            ?? (change.To switch
            {
                null => OfRemoving(state, change.Domain),
                _ when change.From is { } from => OfSwitching(decision, change, from),
                _ => OfAdding(decision, state, change, algorithms),
            });
    }

    /// <summary>Lines that name the domain but aren't its own, and lines for some of its users.</summary>
    private static DkimFinding? OfForeign(
        IReadOnlyList<SigningEntry> own, SigningDecision decision, OpenDkimState state, SigningChange change)
    {
        if (own.FirstOrDefault(entry => !entry.IsOwn) is { } foreign)
        {
            return FindingTable.ForeignEntry.With(
                ("domain", change.Domain), ("source", foreign.Source), ("pattern", PrintableText.Clean(foreign.Pattern)));
        }

        var some = change.To is null
            ? state.MatchingSome(change.Domain)
            : decision.Some;
        return some.Count == 0 ? null : FindingTable.ForeignEntryForSome.With(
            ("domain", change.Domain), ("source", some[0].Source), ("pattern", PrintableText.Clean(some[0].Pattern)));
    }

    private static DkimFinding? OfRemoving(OpenDkimState state, DomainName domain) =>
        state.MatchingAllOfOthers(domain) is [var other, ..]
            ? FindingTable.SignedByOthers.With(
                ("domain", domain), ("source", other.Source), ("pattern", PrintableText.Clean(other.Pattern)))
            : null;

    private static DkimFinding? OfSwitching(SigningDecision decision, SigningChange change, Selector from)
    {
        var decides = decision.All;
        return decides.Any(entry => entry.IsOwn && entry.Domain == change.Domain
                && (entry.SignsAs(change.Domain, from) || entry.SignsAs(change.Domain, change.To!.Selector)))
            ? null
            : FindingTable.NotSigningWith.With(
                ("domain", change.Domain), ("selector", from),
                ("others", decides.Count == 0 ? "no key signs for it" : $"{Show(decides[0])} signs"));
    }

    private static DkimFinding? OfAdding(SigningDecision decision, OpenDkimState state, SigningChange change, OpenDkimAlgorithms algorithms)
    {
        foreach (var entry in decision.All)
        {
            if (entry.Domain == change.Domain && entry.IsOwn)
            {
                if (!change.Replace && entry.Selector is not null && !entry.SignsAs(change.Domain, change.To!.Selector))
                {
                    if (algorithms.HasOtherAlgorithm(entry.KeyName, change.To!))
                    {
                        if (state.Tables.HasMultipleSignatures)
                        {
                            continue;
                        }

                        return FindingTable.MultipleSignaturesOff.With(
                            ("domain", change.Domain), ("source", entry.Source), ("other", Show(entry)),
                            ("path", state.Tables.ConfigurationPath));
                    }

                    return FindingTable.OtherKeySigns.With(("domain", change.Domain), ("source", entry.Source), ("other", Show(entry)));
                }
            }
            else if (!entry.IsForSubdomains && (!change.Replace || state.Tables.HasMultipleSignatures))
            {
                // A line of the domain's own takes precedence over a parent's line for subdomains, but not over other lines.
                return FindingTable.ForeignEntry.With(
                    ("domain", change.Domain), ("source", entry.Source), ("pattern", PrintableText.Clean(entry.Pattern)));
            }
        }

        return null;
    }

    private static string Show(SigningEntry entry) =>
        PrintableText.Clean($"{entry.Selector ?? "?"}._domainkey.{entry.SigningDomain ?? "?"}");
}
