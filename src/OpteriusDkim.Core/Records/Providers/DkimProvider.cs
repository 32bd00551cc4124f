using System.Text.RegularExpressions;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;
using OpteriusDkim.Records.Providers;

namespace OpteriusDkim;

/// <summary>How one DNS provider accepts a TXT record: a row of the provider table.</summary>
public sealed partial class DkimProvider
{
    internal DkimProvider(string name, string service, NameForm nameForm, ValueForm valueForm)
    {
        Name = name;
        Service = service;
        NameForm = nameForm;
        ValueForm = valueForm;
    }

    /// <summary>The name for -Provider.</summary>
    public string Name { get; }

    /// <summary>The common name of the service or tool.</summary>
    public string Service { get; }

    /// <summary>Other names for -Provider.</summary>
    public IReadOnlyList<string> Aliases { get; internal init => field = value.ToDkimList(); } = DkimLists.Empty<string>();

    /// <summary>The form of the name.</summary>
    public NameForm NameForm { get; }

    /// <summary>The form of the value.</summary>
    public ValueForm ValueForm { get; }

    /// <summary>The record type that its form offers for the record.</summary>
    public string RecordType { get; internal init; } = "TXT";

    /// <summary>The smallest TTL in seconds; null where none is known.</summary>
    public int? MinimumTtl { get; internal init; }

    /// <summary>The largest TTL in seconds; null where none is known.</summary>
    public int? MaximumTtl { get; internal init; }

    /// <summary>The longest value in characters, quotation marks included; null where no limit is known.</summary>
    public int? MaximumLength { get; internal init; }

    /// <summary>The value of publisher.type that publishes there; null if there is none but Manual and Script.</summary>
    public PublisherType? Publisher => ProviderPublishers.Of(Name);

    /// <summary>The value of publisher.plugin where the publisher is PoshAcme; else null.</summary>
    public string? Plugin => ProviderPublishers.PluginOf(Name);

    /// <summary>Notes for its users.</summary>
    public IReadOnlyList<string> Notes { get; internal init => field = value.ToNoteList(); } = DkimLists.Empty<string>();

    /// <summary>Whether documentation or a test confirms the form; otherwise it is from users' reports.</summary>
    public bool IsCertain { get; internal init; } = true;

    /// <summary>How to check a form that isn't documented; null where it is.</summary>
    public string? Footnote => IsCertain ? null : RecordNotes.UncertainFor(ValueForm);

    /// <summary>The source.</summary>
    public string Source { get; internal init; } = "";

    /// <summary>The year in which the source was read.</summary>
    public int SourceYear { get; internal init; } = 2026;

    /// <summary>Whether it supports a record.</summary>
    /// <param name="name">The record's name.</param>
    /// <param name="zone">The zone that holds it.</param>
    /// <param name="algorithm">The algorithm of the key.</param>
    /// <param name="isRevoked">Whether the record revokes the key, and has no key data.</param>
    internal bool CanPublish(RecordName name, DomainName zone, DkimKeyAlgorithm algorithm, bool isRevoked) =>
        (NameForm != NameForm.Selector || name.Domain == zone)
        && (ValueForm != ValueForm.KeyOnly || (algorithm == DkimKeyAlgorithm.Rsa && !isRevoked));

    /// <summary>The name to enter.</summary>
    /// <param name="name">The record's name.</param>
    /// <param name="zone">The zone that the service shows.</param>
    /// <exception cref="InvalidInputException">The name isn't in the zone.</exception>
    internal string RenderName(RecordName name, DomainName zone)
    {
        var relative = name.RelativeTo(zone);
        return NameForm switch
        {
            NameForm.Relative => relative,
            NameForm.RelativeOrAbsolute => CyberPanelFullName().IsMatch(relative) ? name.Value : relative,
            NameForm.Absolute => name.Value,
            NameForm.Selector => name.Selector.Value,
            _ => name.Value + ".",
        };
    }

    /// <summary>The value to enter.</summary>
    /// <param name="strings">The character-strings of the record.</param>
    internal string RenderValue(IReadOnlyList<string> strings) => ValueForm switch
    {
        ValueForm.Plain => string.Concat(strings),
        ValueForm.ZoneFile => $"( {string.Join("\n  ", strings.Select(CharacterStrings.Quote))} )",
        ValueForm.ShellArgument => $"'{CharacterStrings.Quote(strings)}'",
        ValueForm.KeyOnly => KeyOf(string.Concat(strings)),
        _ => CharacterStrings.Quote(strings),
    };

    /// <summary>Whether its form appends the zone to the target of a CNAME that doesn't end with a dot.</summary>
    internal bool CompletesTargets { get; init; }

    /// <summary>What else to know about a CNAME; null for nothing.</summary>
    internal string? AliasNote { get; init; }

    /// <summary>The name of a CNAME to enter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="zone">The zone that the service shows.</param>
    /// <exception cref="InvalidInputException">The name isn't in the zone.</exception>
    internal string RenderAlias(RecordName name, DomainName zone) =>
        NameForm == NameForm.Selector ? name.RelativeTo(zone) : RenderName(name, zone);

    /// <summary>The target of a CNAME to enter.</summary>
    /// <param name="target">The full name, without a final dot.</param>
    internal string RenderTarget(string target) =>
        CompletesTargets || NameForm == NameForm.AbsoluteWithDot || ValueForm is ValueForm.ZoneFile or ValueForm.ShellArgument
            ? target + "."
            : target;

    /// <summary>Name and service on one line.</summary>
    public override string ToString() => $"{Name} ({Service})";

    private static string KeyOf(string text) => text[(text.LastIndexOf("p=", StringComparison.Ordinal) + 2)..];

    /// <summary>Whether CyberPanel would read it as a full name (dns/dnsManager.py): it checks only the beginning.</summary>
    [GeneratedRegex(@"^(?:[\da-z.-]+\.[a-z.]{2,12}|[\d.]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CyberPanelFullName();
}
