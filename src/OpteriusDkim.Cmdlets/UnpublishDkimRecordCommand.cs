using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Unpublish-DkimRecord: takes the records of keys that sign no more out of DNS.</summary>
[Cmdlet(VerbsData.Unpublish, "DkimRecord", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DkimPublication))]
public sealed class UnpublishDkimRecordCommand : PublishingCmdlet
{
    private protected override bool Removes => true;

    private protected override IEnumerable<StoreEntry> KeysOf(DomainName domain) =>
        Select(domain.Value, [TheKeyOf(domain, Selector).Selector.Value]);

    private protected override void Check(RecordName name)
    {
        if (References.To(name, Store.PathOf(name)) is { } reference)
        {
            throw new InUseException(FindingTable.RecordInUse.With(("name", name), ("source", reference.Source)), name.Value);
        }
    }
}
