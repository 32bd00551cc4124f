namespace OpteriusDkim;

/// <content>Confirmation before keys are destroyed or a rotation is aborted.</content>
public sealed partial class InvokeDkimRotationCommand
{
    /// <summary>
    /// Prompts for -Abort and -Compromised like a cmdlet of high impact; otherwise only with -Confirm.
    /// </summary>
    private bool IsApproved(RotationRequest request)
    {
        var action = request.OnlyContinue switch
        {
            _ when Abort => "Abort the key rotation",
            _ when Compromised => "Replace the compromised key now and revoke it (mail in transit that was signed with it will fail)",
            true => "Continue key rotation",
            _ => "Start or continue key rotation",
        };
        if (!ShouldProcess(request.Domain.Value, action))
        {
            return IsDryRun;
        }

        return !(Abort || Compromised) || IsConfirmed || IsAffirmed(action, request.Domain.Value, Abort ? "-Abort" : "-Compromised");
    }
}
