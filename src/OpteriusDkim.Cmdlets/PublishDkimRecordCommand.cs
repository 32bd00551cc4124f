using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Publish-DkimRecord: publishes keys' records in DNS with the publisher of each domain.</summary>
[Cmdlet(VerbsData.Publish, "DkimRecord", SupportsShouldProcess = true)]
[OutputType(typeof(DkimPublication))]
public sealed class PublishDkimRecordCommand : PublishingCmdlet
{
    private protected override bool Removes => false;

    private protected override void StartEach(string domain) => WriteEach(Select(domain, Given(Selector)), Start);
}
