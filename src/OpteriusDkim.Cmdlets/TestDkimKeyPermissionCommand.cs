using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Test-DkimKeyPermission: checks whether the signers can read and accept a key file.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DkimKeyPermission")]
[OutputType(typeof(DkimKeyPermission))]
public sealed class TestDkimKeyPermissionCommand : KeyPermissionCmdlet
{
    private protected override void WorkOn(RecordName name, string path) => WriteState(name, path);
}
