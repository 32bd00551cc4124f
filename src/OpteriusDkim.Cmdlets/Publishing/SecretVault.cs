using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;

namespace OpteriusDkim;

/// <summary>Reads secrets with the module Microsoft.PowerShell.SecretManagement, in a runspace of its own.</summary>
internal sealed class SecretVault : ISecretVault
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    public ServiceCredential Read(string vault, string name)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        try
        {
            shell.AddCommand("Import-Module").AddParameter("Name", Module).AddParameter("ErrorAction", "Stop").Invoke();
            shell.Commands.Clear();
            var found = shell.AddCommand($"{Module}\\Get-Secret").AddParameter("Vault", vault).AddParameter("Name", name)
                .AddParameter("ErrorAction", "Stop").Invoke();
            return found is [{ } secret] && CredentialIn(secret.BaseObject) is { } credential
                ? credential
                : throw Unreadable(vault, name, shell.HadErrors && shell.Streams.Error.FirstOrDefault() is { } error
                    ? error.ToString()
                    : "it is not one text, SecureString or PSCredential");
        }
        catch (RuntimeException exception)
        {
            throw Unreadable(vault, name, exception.Message);
        }
    }

    private static ServiceCredential? CredentialIn(object secret) => secret switch
    {
        string text => new ServiceCredential(text.Trim()),
        SecureString text => new ServiceCredential(new NetworkCredential("", text).Password.Trim()),
        PSCredential pair => new ServiceCredential(pair.GetNetworkCredential().Password, pair.UserName),
        _ => null,
    };

    private static InaccessibleException Unreadable(string vault, string name, string reason)
    {
        var source = $"secret:{vault}/{name}";
        return new InaccessibleException(
            FindingTable.CredentialUnreadable.With(("source", source), ("reason", PrintableText.Clean(reason))), source);
    }
}
