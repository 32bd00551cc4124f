using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>An entry of a KeyTable: <c>name domain:selector:path</c>, in later versions with <c>:algorithm</c> after the path.</summary>
/// <param name="Domain">The <c>d=</c>; <c>%</c> for the sender's.</param>
/// <param name="Selector">The <c>s=</c>; null where the field is missing.</param>
/// <param name="Data">A path, or the key itself; null where the field is missing.</param>
internal sealed record OpenDkimKey(string Name, int Index, string Domain, string? Selector, string? Data)
{
    private const string SenderDomain = "%";

    private static readonly string[] Algorithms = [":rsa-sha1", ":rsa-sha256", ":ed25519-sha256"];

    /// <summary>Whether the key is in a file, as the daemon tells that.</summary>
    public bool IsFile =>
        Data is ['/', ..]
            || Data?.StartsWith("./", StringComparison.Ordinal) == true
            || Data?.StartsWith("../", StringComparison.Ordinal) == true;

    /// <summary>
    /// The fourth field of later versions, the signature algorithm; null where there is none. Earlier versions take it for a part of the
    /// path.
    /// </summary>
    public string? Algorithm =>
        IsFile && Array.Find(Algorithms, name => Data!.EndsWith(name, StringComparison.OrdinalIgnoreCase)) is { } found ? found[1..] : null;

    /// <summary>The path without the fourth field; null where the key isn't in a file.</summary>
    public string? Path => IsFile ? PathText.Decode(Algorithm is { } algorithm ? Data![..^(algorithm.Length + 1)] : Data!) : null;

    /// <summary>Whether a field that has to be there is missing or empty.</summary>
    public bool IsIncomplete => string.IsNullOrEmpty(Selector) || string.IsNullOrEmpty(Data) || Domain.Length == 0;

    /// <summary>Whether spaces are part of its domain, selector or key: OpenDKIM keeps those around the colons.</summary>
    public bool IsPadded => OpenDkimField.IsPadded(Domain)
        || (Selector is not null && OpenDkimField.IsPadded(Selector))
        || (Data is not null && OpenDkimField.IsPadded(Data));

    /// <summary>Whether its domain or selector isn't ASCII, over which the daemon aborts.</summary>
    public bool IsNotAscii => !System.Text.Ascii.IsValid(Domain) || !System.Text.Ascii.IsValid(Selector ?? "");

    /// <summary>Whether a part of it is filled in for each sender.</summary>
    public bool IsTemplate => Domain == SenderDomain || (IsFile && Data!.Contains(SenderDomain, StringComparison.Ordinal));

    /// <summary>Reads an entry.</summary>
    public static OpenDkimKey Of(int index, OpenDkimField field)
    {
        var fields = OpenDkimField.Text(field.Value).Split(':', 3);
        return new OpenDkimKey(OpenDkimField.Text(field.Key), index, fields[0], fields.ElementAtOrDefault(1), fields.ElementAtOrDefault(2));
    }

    /// <summary>The bytes of the domain in an entry's value.</summary>
    public static ReadOnlySpan<byte> DomainIn(ReadOnlySpan<byte> value) =>
        value.IndexOf((byte)':') is >= 0 and var colon ? value[..colon] : value;

    /// <summary>
    /// The entry as it is for a sender: a domain <c>%</c> is the sender's; each <c>%</c> of an absolute path is the domain of
    /// the signature. Without a sender the parts that depend on it stay.
    /// </summary>
    /// <param name="sender">The sender's domain, or null.</param>
    public OpenDkimKey For(string? sender)
    {
        var domain = Domain == SenderDomain ? sender : Domain;
        return domain is null ? this : this with
        {
            Domain = domain,
            Data = Data is ['/', ..] ? Data.Replace(SenderDomain, domain, StringComparison.Ordinal) : Data,
        };
    }
}
