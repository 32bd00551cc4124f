using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Disable-DkimSigning: takes domains out of the signer's tables, reloads it, and proves that their mail leaves unsigned.</summary>
[Cmdlet(VerbsLifecycle.Disable, "DkimSigning", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class DisableDkimSigningCommand : SigningCmdlet
{
    private protected override SigningChange ChangeFor(DomainName domain) => new(domain, null);

    private protected override string Action(SigningChange change) => "Stop signing; mail will leave unsigned";
}
