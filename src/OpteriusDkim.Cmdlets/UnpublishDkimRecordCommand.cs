using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Unpublish-DkimRecord: removes the records of keys that no longer sign from DNS.</summary>
[Cmdlet(VerbsData.Unpublish, "DkimRecord", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DkimPublication))]
public sealed class UnpublishDkimRecordCommand : PublishingCmdlet
{
    private protected override bool Removes => true;

    private protected override void StartEach(string domain) => ForKeysOf(
        domain, Given(Selector), name => WriteEach(Store.ListDomain(name.Domain, selector => selector == name.Selector), Start));

    private protected override void Check(RecordName name)
    {
        if (References.To(name, Store.PathOf(name)) is { } reference)
        {
            throw new InUseException(FindingTable.RecordInUse.With(("name", name), ("source", reference.Source)), name.Value);
        }
    }
}
