#pragma warning disable CA1819 // Key files are arrays; these are never changed.
namespace OpteriusDkim;

/// <summary>A key file, and each signer's verdict on mail to sign with it.</summary>
/// <param name="Name">Its distinguishing property.</param>
/// <param name="OpenDkim">The verdict of OpenDKIM 2.11 under its defaults: <c>signed</c>, <c>451</c> or <c>550</c>.</param>
/// <param name="Rspamd">The verdict of Rspamd 3.4: <c>signed</c> or <c>unsigned</c>.</param>
/// <param name="Content">The file's content.</param>
public sealed record KeyFileCase(string Name, string OpenDkim, string Rspamd, byte[] Content)
{
    public override string ToString() => Name;
}
