using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Predicts whether mail to which an entry applies is signed with its key.</summary>
internal sealed class RspamdOutcome(RspamdSettings settings, RspamdRules rules)
{
    /// <summary>The entry, with the outcome Unsigned if its key isn't used for any mail.</summary>
    /// <param name="entry">An entry of a block, a map, Redis or the template.</param>
    public SigningEntry Of(SigningEntry entry) => !settings.IsEnabled || IsUnused(entry) ? Unsigned(entry) : entry;

    /// <summary>The entry of a line of signing_table, with the outcome Unsigned if it isn't used for any mail.</summary>
    public SigningEntry OfTable(SigningEntry entry, RspamdGlob pattern)
    {
        if (!settings.IsEnabled || pattern.Example is not { } address)
        {
            return settings.IsEnabled ? OfDeciding(entry) : Unsigned(entry);
        }

        var selections = MailFrom(address).Select(rules.Select).ToArray();
        if (selections.Any(selection => selection.Unknown is not null || selection.Line?.Source == entry.Source))
        {
            return OfDeciding(entry);
        }

        // For a whole domain the report adds this finding.
        var other = entry.Domain is null ? selections.Select(selection => selection.Line).OfType<RspamdMapLine>().FirstOrDefault() : null;
        return Unsigned(other is null ? entry : entry with { Findings = [.. entry.Findings, Shadowed(entry, other)] });
    }

    /// <summary>An entry that applies to mail, with the outcome Unsigned if its key can't be used.</summary>
    public static SigningEntry OfDeciding(SigningEntry entry) => HasError(entry) ? Unsigned(entry) : entry;

    /// <summary>Example mail of a domain: from a user, and from this host.</summary>
    public static IReadOnlyList<RspamdMail> MailOf(string domain) => MailFrom(RspamdGlob.AnyAddressOf(domain));

    private static RspamdMail[] MailFrom(string address) => [RspamdMail.FromUserAt(address), new RspamdMail(address)];

    private static SigningEntry Unsigned(SigningEntry entry) =>
        entry.Outcome == DkimSigningOutcome.Signed ? entry with { Outcome = DkimSigningOutcome.Unsigned } : entry;

    private static bool HasError(SigningEntry entry) => entry.Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    private static DkimFinding Shadowed(SigningEntry entry, RspamdMapLine other) => FindingTable.EntryShadowed.With(
        ("source", entry.Source),
        ("pattern", PrintableText.Clean(entry.Pattern)),
        ("earlier", other.Source),
        ("other", PrintableText.Clean(other.Key)));

    private bool IsUnused(SigningEntry entry)
    {
        if (settings.OverridingSetting is { } setting)
        {
            return HasError(entry) || (setting == RspamdRedisEntries.Setting && !IsLookedUpInRedis(entry));
        }

        return entry.Pattern != RspamdEntries.AnyDomain
            && (entry.Domain is not { } domain
                || entry.KeyPath is null
                || !MailOf(domain.Value).Any(mail => Attempts(entry, rules.Select(mail))));
    }

    private bool IsLookedUpInRedis(SigningEntry entry) =>
        entry.Domain is not { } domain || MailOf(domain.Value).Any(mail => RspamdRedisEntries.UsesRedis(rules.Select(mail)));

    private static bool Attempts(SigningEntry entry, RspamdSelection selection) => selection.Unknown is not null
        || selection.Choices.Any(choice =>
            choice.Selector == entry.Selector && choice.File == entry.KeyPath && choice.Domain == entry.SigningDomain);
}
