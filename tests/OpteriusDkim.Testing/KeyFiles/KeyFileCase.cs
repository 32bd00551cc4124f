#pragma warning disable CA1819 // Arrays are what key files are; nobody changes these.
namespace OpteriusDkim;

/// <summary>A key file, and what each signer does with mail that it has to sign with it.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="OpenDkim">The verdict of OpenDKIM 2.11 under its defaults: <c>signed</c>, <c>451</c> or <c>550</c>.</param>
/// <param name="Rspamd">The verdict of Rspamd 3.4: <c>signed</c> or <c>unsigned</c>.</param>
/// <param name="Content">What the file holds.</param>
public sealed record KeyFileCase(string Name, string OpenDkim, string Rspamd, byte[] Content)
{
    public override string ToString() => Name;
}
