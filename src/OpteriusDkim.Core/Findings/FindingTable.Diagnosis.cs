namespace OpteriusDkim;

/// <content>Why a record isn't as it should be, proven by a look, and which field to change.</content>
public static partial class FindingTable
{
    /// <summary>The record under a name to which the zone was appended once more.</summary>
    public static FindingRule NameDoubled { get; } = Error(
        nameof(NameDoubled),
        "The record is at {found}: the DNS provider appended the zone to a name that had it already.",
        "Delete that record, and enter the name without the zone ({provider}):{short}{look}");

    /// <summary>The key under another name.</summary>
    public static FindingRule PublishedElsewhere { get; } = Error(
        nameof(PublishedElsewhere),
        "The record of this key is at {found}, and receivers look for it at {name}.",
        "Change its name, or delete it and enter it again ({provider}):{entry}{look}");

    /// <summary>Other selectors of the domain are published.</summary>
    public static FindingRule OtherSelectorPublished { get; } = Information(
        nameof(OtherSelectorPublished),
        "Under other selectors of {domain} there are records: {selectors}. So the domain's DNS is reached, and this selector is missing there.",
        "Add this one beside them ({provider}):{entry}{look}");

    /// <summary>The right key in a form that verifiers refuse.</summary>
    public static FindingRule KeyFormRefused { get; } = Error(
        nameof(KeyFormRefused),
        "The published key is the stored one, but as a bare RSAPublicKey, which OpenDKIM, Rspamd, Mail::DKIM and MimeKit refuse: mail that is signed now does not verify there.",
        "Publish the value as Get-DkimRecord shows it.");

    /// <summary>A value that ends early.</summary>
    public static FindingRule ValueCut { get; } = Error(
        nameof(ValueCut),
        "The value was cut: the first {kept} of its {length} characters are published.",
        "Enter the whole value; where the form takes no more than 255 characters, as several strings ({provider}):{entry}{look}");

    /// <summary>A value that a form or a person changed on its way into DNS.</summary>
    public static FindingRule ValueMistyped { get; } = Error(
        nameof(ValueMistyped),
        "The value at {name} is not the one to publish, but what became of it on the way into DNS: {part} is part of the text.",
        "Enter the bare value as the form wants it ({provider}; PlainText is the form for fields that show no quotation marks):{entry}{look}");

    /// <summary>A space where two strings meet.</summary>
    public static FindingRule StringsJoinedWithSpace { get; } = Warning(
        nameof(StringsJoinedWithSpace),
        "Its strings were joined with a space, at character {at}: p= has white space inside, which some verifiers don't take.",
        "Enter the value without that space, or as several strings ({provider}):{entry}{look}");

    /// <summary>The right record and an older one beside it.</summary>
    public static FindingRule OldRecordBeside { get; } = Error(
        nameof(OldRecordBeside),
        "The right record is at {name}, and beside it an older one with another key ({other}).",
        "Delete the older one at the DNS provider and leave this ({provider}):{entry}{look}");

    /// <summary>A text that is no key at the record's name.</summary>
    public static FindingRule OtherText { get; } = Error(
        nameof(OtherText),
        "At {name} there is a TXT record that is no key: {text}.",
        "Delete it there, since nothing else may be at this name (SPF belongs at the domain itself). What has to be there ({provider}):{entry}{look}");

    /// <summary>Servers of one zone that say different things.</summary>
    public static FindingRule ServersDisagree { get; } = Error(
        nameof(ServersDisagree),
        "The name servers of {zone} disagree about {name}: {rows}.",
        "Those that lag need the zone's new version: check that its serial was raised, that they are notified and may transfer it. Where two providers serve the zone, enter the record at both ({provider}):{entry}{look}");

    /// <summary>The primary server has the record, and no public one does.</summary>
    public static FindingRule HiddenPrimaryAhead { get; } = Error(
        nameof(HiddenPrimaryAhead),
        "The record is on the hidden primary {primary} only; no public name server of {zone} has it.",
        "Raise the zone's serial on the primary and reload it, and check that the public servers are notified and may transfer the zone. Look for yourself:{look}");

    /// <summary>All servers of the zone have the record, and a resolver remembers what was before.</summary>
    public static FindingRule NotVisibleYet { get; } = Warning(
        nameof(NotVisibleYet),
        "Every name server of {zone} has the record; {server} still remembers what was there before, for {seconds} seconds more at most.",
        "Wait, or run Test-DkimDns with -Wait, which says when it is safe to sign.");

    /// <summary>A wildcard that answers for every selector.</summary>
    public static FindingRule WildcardAnswers { get; } = Warning(
        nameof(WildcardAnswers),
        "A wildcard answers for every selector below _domainkey.{domain}: {text}.",
        "A record of its own at {name} goes before the wildcard. If nobody needs the wildcard (*._domainkey), delete it: it makes every selector look published.");

    /// <summary>An alias that leads to nothing.</summary>
    public static FindingRule AliasToNowhere { get; } = Error(
        nameof(AliasToNowhere),
        "{name} is an alias of {target}, and there is no TXT record there.",
        "Have the record published at the target by whoever runs it, or replace the alias by the record itself ({provider}):{entry}{look}");

    /// <summary>The wait was over before the record was right.</summary>
    public static FindingRule WaitEnded { get; } = Warning(
        nameof(WaitEnded),
        "The record was not verified within {time}.",
        "Do what the other findings say, and wait again: Test-DkimDns -Wait -WaitTimeout.");

    /// <summary>A resolver has the record, and the zone's servers could not all be seen to have it.</summary>
    public static FindingRule SafeTimeUnknown { get; } = Warning(
        nameof(SafeTimeUnknown),
        "The resolver has the record {name}, and not all name servers of its zone were seen to have it: so it is not known when every receiver sees it.",
        "Look at each server: Test-DkimDns -Authoritative -Wait.");

    /// <summary>Nobody knows which selectors a domain has.</summary>
    public static FindingRule SelectorsUnknown { get; } = Error(
        nameof(SelectorsUnknown),
        "{domain} has no key here, and DNS can't be asked for all selectors of a domain.",
        "Give -Selector (the s= of the DKIM-Signature in a mail of the domain), or try the well-known ones with -CommonSelectors.");
}
