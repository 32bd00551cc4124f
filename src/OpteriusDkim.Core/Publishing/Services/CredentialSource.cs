using System.Diagnostics.CodeAnalysis;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Publishing.Services;

/// <summary>Where a credential is: a private file, or a secret of a SecretManagement vault (<c>secret:Vault/Name</c>).</summary>
internal sealed record CredentialSource
{
    private const string SecretPrefix = "secret:";

    private CredentialSource(string text, string? vault, string? name)
    {
        Text = text;
        Vault = vault;
        Name = name;
    }

    /// <summary>As in the configuration file.</summary>
    public string Text { get; }

    private string? Vault { get; }

    private string? Name { get; }

    /// <summary>Reads an absolute path or <c>secret:Vault/Name</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CredentialSource? source)
    {
        source = null;
        if (text.Any(char.IsControl))
        {
            return false;
        }

        if (text.StartsWith('/'))
        {
            source = new CredentialSource(text, null, null);
            return true;
        }

        var parts = text.StartsWith(SecretPrefix, StringComparison.Ordinal) ? text[SecretPrefix.Length..].Split('/', 2) : [];
        if (parts is [{ Length: > 0 } vault, { Length: > 0 } name])
        {
            source = new CredentialSource(text, vault, name);
        }

        return source is not null;
    }

    /// <summary>Reads the credential.</summary>
    /// <exception cref="DkimException">It can't be read, or others can read it.</exception>
    public ServiceCredential Read(ISecretVault vaults)
    {
        var credential = Vault is null ? new ServiceCredential(CredentialFile.Read(Text)) : vaults.Read(Vault, Name!);
        return credential.Reveal().Length > 0
            ? credential
            : throw new BrokenDataException(FindingTable.CredentialBroken.With(("source", Text), ("problem", "it is empty")), Text);
    }

    /// <summary>As in the configuration file.</summary>
    public override string ToString() => Text;
}
