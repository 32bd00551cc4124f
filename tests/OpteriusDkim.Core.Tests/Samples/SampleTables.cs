using System.Text;

namespace OpteriusDkim.Tests;

/// <summary>OpenDKIM's tables in a temporary folder, and edits of them.</summary>
internal sealed class SampleTables : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Writes the tables.</summary>
    /// <param name="keys">The KeyTable, in Latin-1.</param>
    /// <param name="signing">The SigningTable, in Latin-1.</param>
    /// <param name="more">More of opendkim.conf.</param>
    public SampleTables(string keys, string signing, string type = "refile", string more = "")
    {
        folder.Write("KeyTable", Encoding.Latin1.GetBytes(keys));
        folder.Write("SigningTable", Encoding.Latin1.GetBytes(signing));
        folder.Write("opendkim.conf", $"KeyTable {folder["KeyTable"]}\nSigningTable {type}:{folder["SigningTable"]}\n{more}\n");
    }

    public OpenDkimSigner Signer => new(folder["opendkim.conf"], [], new OpenDkimFeatures("/nowhere"));

    /// <summary>A path in the folder of the tables.</summary>
    public string this[string name] => folder[name];

    public string Keys => Encoding.Latin1.GetString(File.ReadAllBytes(folder["KeyTable"]));

    public string Signing => Encoding.Latin1.GetString(File.ReadAllBytes(folder["SigningTable"]));

    public static StoredKey Key(string domain, string selector = "mail") => new(
        SampleName.Of(domain, selector), SampleKey.Ed25519, $"/keys/{domain}/{selector}.private", DateTime.UnixEpoch);

    public static SigningChange Enable(string domain, string selector = "mail") =>
        new(DomainName.Parse(domain), Key(domain, selector));

    public static SigningChange Disable(string domain) => new(DomainName.Parse(domain), null);

    public static SigningChange Switch(string domain, string from, string to) =>
        Enable(domain, to) with { From = Selector.Parse(from) };

    public SigningEdit Plan(params SigningChange[] changes) => Signer.Read().Plan(changes);

    /// <summary>Plans and writes; returns the code of a refusal, or null.</summary>
    public string? Apply(params SigningChange[] changes)
    {
        var edit = Plan(changes);
        Write(edit);
        return edit.Refused.Values.FirstOrDefault()?.Code;
    }

    public static void Write(SigningEdit edit) => Write(edit.Files);

    public static void Write(IEnumerable<FileEdit> files)
    {
        foreach (var file in files)
        {
            File.WriteAllBytes(file.Path, file.After.ToArray());
        }
    }

    public void Dispose() => folder.Dispose();
}
