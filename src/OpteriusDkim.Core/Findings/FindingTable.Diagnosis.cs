namespace OpteriusDkim.Findings;

/// <content>Why a record isn't as it should be, proven by a look, and which field to change.</content>
internal static partial class FindingTable
{
    /// <summary>The record's name contains the zone twice.</summary>
    public static FindingRule NameDoubled { get; } = Error(
        nameof(NameDoubled),
        "The record is at {found}: the zone was appended to a name that already contained it.",
        "Delete that record, and enter the name without the zone ({provider}):{short}{look}");

    /// <summary>The record is published under another name.</summary>
    public static FindingRule PublishedElsewhere { get; } = Error(
        nameof(PublishedElsewhere),
        "The record of this key is published at {found}, but receivers look it up at {name}.",
        "Change its name, or delete it and enter it again ({provider}):{entry}{look}");

    /// <summary>Records exist under other selectors of the domain.</summary>
    public static FindingRule OtherSelectorPublished { get; } = Information(
        nameof(OtherSelectorPublished),
        "{domain} has records under other selectors: {selectors}. The domain's DNS can be reached; only this selector is missing.",
        "Add this record, and leave the others ({provider}):{entry}{look}");

    /// <summary>The right key, in a form that verifiers refuse.</summary>
    public static FindingRule KeyFormRefused { get; } = Error(
        nameof(KeyFormRefused),
        "The published key is the stored key, but as a bare RSAPublicKey (PKCS#1). OpenDKIM, Rspamd, Mail::DKIM and MimeKit refuse it, "
        + "so mail that is signed now does not verify there.",
        "Publish the value that Get-DkimRecord shows.");

    /// <summary>A truncated value.</summary>
    public static FindingRule ValueCut { get; } = Error(
        nameof(ValueCut),
        "The value is truncated: only the first {kept} of its {length} characters are published.",
        "Enter the whole value. If the form accepts at most 255 characters, enter it as several strings ({provider}):{entry}{look}");

    /// <summary>A value that a form or a person changed.</summary>
    public static FindingRule ValueMistyped { get; } = Error(
        nameof(ValueMistyped),
        "The value at {name} was changed when it was entered: {part} is part of the text.",
        "Enter only the value, as the form expects it ({provider}; use PlainText for fields without quotation marks):{entry}{look}");

    /// <summary>Strings that were joined with a space.</summary>
    public static FindingRule StringsJoinedWithSpace { get; } = Warning(
        nameof(StringsJoinedWithSpace),
        "The strings were joined with a space, at character {at}: p= contains white space, which some verifiers refuse.",
        "Enter the value without that space, or as several strings ({provider}):{entry}{look}");

    /// <summary>The right record and an older one at the same name.</summary>
    public static FindingRule OldRecordBeside { get; } = Error(
        nameof(OldRecordBeside),
        "{name} has the right record and also an older one with another key ({other}).",
        "Delete the older record at the DNS provider and keep this one ({provider}):{entry}{look}");

    /// <summary>A TXT record at the record's name that isn't a DKIM key record.</summary>
    public static FindingRule OtherText { get; } = Error(
        nameof(OtherText),
        "{name} has a TXT record that is not a DKIM key record: {text}.",
        "Delete it, since no other TXT record may be at this name (SPF belongs at the domain itself). Publish this "
        + "record ({provider}):{entry}{look}");

    /// <summary>Name servers of one zone that give different answers.</summary>
    public static FindingRule ServersDisagree { get; } = Error(
        nameof(ServersDisagree),
        "The name servers of {zone} give different answers for {name}: {rows}.",
        "Some servers have an older version of the zone. Check that its serial was raised, and that these servers are notified and "
        + "allowed to transfer it. If two providers serve the zone, enter the record at both ({provider}):{entry}{look}");

    /// <summary>Only the hidden primary server has the record.</summary>
    public static FindingRule HiddenPrimaryAhead { get; } = Error(
        nameof(HiddenPrimaryAhead),
        "Only the hidden primary {primary} has the record; no public name server of {zone} has it.",
        "Raise the zone's serial on the primary and reload it, and check that the public servers are notified and allowed to transfer "
        + "the zone. To check yourself:{look}");

    /// <summary>All name servers have the record, but a resolver still caches the previous answer.</summary>
    public static FindingRule NotVisibleYet { get; } = Warning(
        nameof(NotVisibleYet),
        "Every name server of {zone} has the record, but {server} caches the previous answer for up to {seconds} more seconds.",
        "Wait, or run Test-DkimDns with -Wait, which reports when it is safe to sign.");

    /// <summary>A wildcard record that answers for every selector.</summary>
    public static FindingRule WildcardAnswers { get; } = Warning(
        nameof(WildcardAnswers),
        "A wildcard record answers for every selector below _domainkey.{domain}: {text}.",
        "A record at {name} overrides the wildcard. If the wildcard (*._domainkey) isn't needed, delete it: it makes "
        + "every selector look published.");

    /// <summary>An alias whose target has no TXT record.</summary>
    public static FindingRule AliasToNowhere { get; } = Error(
        nameof(AliasToNowhere),
        "{name} is an alias of {target}, which has no TXT record.",
        "Ask the operator of the target to publish the record there, or replace the alias with the record "
        + "itself ({provider}):{entry}{look}");

    /// <summary>The wait timed out before the record was right.</summary>
    public static FindingRule WaitEnded { get; } = Warning(
        nameof(WaitEnded),
        "The record was not verified within {time}.",
        "Follow the advice of the other findings, then wait again: Test-DkimDns -Wait -WaitTimeout.");

    /// <summary>A resolver has the record, but not all name servers were checked.</summary>
    public static FindingRule SafeTimeUnknown { get; } = Warning(
        nameof(SafeTimeUnknown),
        "The resolver has the record {name}, but not all name servers of its zone were seen to have it. The time at which "
        + "every receiver sees it is unknown.",
        "Check each name server: Test-DkimDns -Authoritative -Wait.");

    /// <summary>The selectors of a domain can't be determined.</summary>
    public static FindingRule SelectorsUnknown { get; } = Error(
        nameof(SelectorsUnknown),
        "{domain} has no key here, and DNS can't list the selectors of a domain.",
        "Use -Selector (the s= tag of the DKIM-Signature header in a mail of the domain), or try well-known "
        + "selectors with -CommonSelectors.");
}
