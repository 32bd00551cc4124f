using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Resolve-DkimRecord: shows published records, also those of domains without keys in the store.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "DkimRecord")]
[OutputType(typeof(DkimDnsAnswer))]
public sealed class ResolveDkimRecordCommand : LookupCmdlet
{
    private readonly KeyComparison comparison = new();
    private RecordResolver? resolver;

    /// <summary>Queries well-known selectors, and shows those with a record.</summary>
    [Parameter]
    public SwitchParameter CommonSelectors { get; set; }

    /// <summary>Uses TCP only.</summary>
    [Parameter]
    public SwitchParameter Tcp { get; set; }

    private protected override string Activity => "Looking up DKIM records";

    private protected override bool OnlyTcp => Tcp;

    private protected override void Begin()
    {
        base.Begin();
        resolver = new RecordResolver(Lookup);
    }

    private protected override void End()
    {
        base.End();
        Report(comparison.EqualKeys());
        Report(comparison.CommonFactors(Cancellation));
    }

    private protected override void Process(string domain)
    {
        var selectors = Selectors;
        foreach (var name in DomainsOf(domain))
        {
            foreach (var selector in SelectorsOf(name, selectors))
            {
                var record = new RecordName(name, selector);
                Work.Start(record.Value, async stopping => Emit(await resolver!.ResolveAsync(record, stopping).ConfigureAwait(false)));
            }

            if (CommonSelectors)
            {
                Work.Start(name.Value, async stopping => Emit(await resolver!.ResolveCommonAsync(name, stopping).ConfigureAwait(false)));
            }
        }
    }

    private Selector[] SelectorsOf(DomainName domain, string[]? selectors)
    {
        if (selectors is null && CommonSelectors)
        {
            return [];
        }

        var named = NamesAmong(selectors) ?? [];
        if (named.Length > 0 && named.Length == selectors!.Length)
        {
            return [.. named.Distinct()];
        }

        // The store is opened only if needed: an auditor may have no access to it.
        Selector[] found = [.. Store.SelectorsOf(domain).Where(StoreSelection.FilterOf(selectors)).Concat(named).Distinct()];
        return found.Length > 0 || selectors is not null
            ? found
            : throw new NotFoundException(FindingTable.SelectorsUnknown.With(("domain", domain)), domain.Value);
    }

    private void Emit(IReadOnlyList<DkimDnsAnswer> answers)
    {
        foreach (var answer in answers)
        {
            comparison.Add(answer.Name, answer.Record);
            Work.Emit(answer);
        }
    }
}
