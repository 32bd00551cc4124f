using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The entries of Domain, SubDomains, Selector and KeyFile, which the daemon uses if no KeyTable is configured.</summary>
internal sealed class OpenDkimDomainEntries(OpenDkimTables tables)
{
    private const string AnyDomain = "*";

    private readonly OpenDkimDirective? directive = tables.Configuration.ValueOf("KeyTable") is null
        && tables.Configuration.ValueOf("Domain") is not null
        ? tables.Configuration["Domain"]
        : null;

    private readonly Lazy<OpenDkimList?> list = new(() => OpenDkimList.Read(tables.Configuration.ValueOf("Domain")!, tables.Folder));

    /// <summary>One entry per name or pattern of Domain.</summary>
    public IReadOnlyList<SigningEntry> All()
    {
        if (directive is null)
        {
            return [];
        }

        return list.Value is { } names ? [.. names.Entries.Select(name => Entry(name, name == AnyDomain ? null : name))] : Unknown();
    }

    /// <summary>The entry that applies to a sender domain, or null.</summary>
    public SigningEntry? For(DomainName domain)
    {
        if (directive is null)
        {
            return null;
        }

        if (list.Value is not { } names)
        {
            return Unknown().FirstOrDefault();
        }

        if (EntryIn(names, domain.Value) is { } own)
        {
            return Entry(own, domain.Value, domain);
        }

        foreach (var parent in tables.Configuration.IsYes("SubDomains") ? ParentsOf(domain.Value) : [])
        {
            if (EntryIn(names, parent) is { } above)
            {
                return Entry(above, parent, domain);
            }
        }

        return null;
    }

    private static string? EntryIn(OpenDkimList names, string domain) => names.EntryFor(domain) ?? names.EntryFor(AnyDomain);

    private static IEnumerable<string> ParentsOf(string domain)
    {
        for (var dot = domain.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = domain.IndexOf('.', dot + 1))
        {
            yield return domain[(dot + 1)..];
        }
    }

    private SigningEntry[] Unknown()
    {
        var type = OpenDkimDataSet.Parse(directive!.Value, tables.Folder);
        return type.IsReadable ? [] :
        [
            new SigningEntry(AnyDomain, directive.Source)
            {
                Outcome = DkimSigningOutcome.Unreachable,
                Findings =
                [
                    FindingTable.TableNotReadable.With(
                        ("source", directive.Source), ("table", directive.Name), ("type", PrintableText.Quote(type.Type))),
                ],
            },
        ];
    }

    private SigningEntry Entry(string pattern, string? signing, DomainName? sender = null)
    {
        var file = tables.Configuration.ValueOf("KeyFile");
        var selector = tables.Configuration.ValueOf("Selector");
        return new SigningEntry(pattern, directive!.Source)
        {
            Domain = DomainName.TryParse(pattern, out var domain) ? domain : null,
            SigningDomain = signing,
            Selector = selector,
            KeyPath = file is null ? null : ResolvedPath.Full(PathText.Decode(file), tables.Folder),
            KeyIsReadAtStart = true,
            Outcome = OutcomeOf(pattern, sender, file is not null && selector is not null),
            Findings =
            [
                FindingTable.SingleKeySigning.With(("path", tables.ConfigurationPath)),
                .. tables.Scope.OnExempt(sender?.Value ?? domain?.Value, tables.Configuration),
            ],
        };
    }

    private DkimSigningOutcome OutcomeOf(string pattern, DomainName? sender, bool hasKey)
    {
        if (tables.Scope.Skips(sender?.Value, () => pattern == AnyDomain))
        {
            return tables.Scope.Unsigned(sender?.Value);
        }

        return hasKey ? tables.Scope.OfSigning : DkimSigningOutcome.TemporaryFailure;
    }
}
