using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Repair-DkimKeyPermission: changes a key file and its folders so that the signers can read and accept the key.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "DkimKeyPermission", SupportsShouldProcess = true)]
[OutputType(typeof(DkimKeyPermission))]
public sealed class RepairDkimKeyPermissionCommand : KeyPermissionCmdlet
{
    private protected override void WorkOn(RecordName name, string path)
    {
        var plan = Permissions.Plan(path, Signer);
        PermissionWriter.Require(plan);
        var changed = false;
        foreach (var change in plan.Changes)
        {
            if (ShouldProcess(change.Path, string.Join("; ", change.Commands)))
            {
                PermissionWriter.Apply(change);
                WriteVerbose($"{name}: {string.Join("; ", change.Commands)}");
                changed = true;
            }
        }

        foreach (var finding in plan.Left)
        {
            Warn(finding);
        }

        if (changed || plan.Changes.Count == 0)
        {
            WriteState(name, path);
        }
    }
}
