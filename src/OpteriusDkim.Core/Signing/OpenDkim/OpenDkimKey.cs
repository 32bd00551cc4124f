using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>An entry of a KeyTable: <c>name domain:selector:path</c>, in later versions with <c>:algorithm</c> after the path.</summary>
/// <param name="Domain">The <c>d=</c>; <c>%</c> stands for the sender's domain.</param>
/// <param name="Selector">The <c>s=</c>; null if the field is missing.</param>
/// <param name="Data">A path or the key itself; null if the field is missing.</param>
internal sealed record OpenDkimKey(string Name, int Index, string Domain, string? Selector, string? Data)
{
    private const string SenderDomain = "%";

    private static readonly string[] Algorithms = [":rsa-sha1", ":rsa-sha256", ":ed25519-sha256"];

    /// <summary>Whether the daemon treats the third field as a path.</summary>
    public bool IsFile =>
        Data is ['/', ..]
            || Data?.StartsWith("./", StringComparison.Ordinal) == true
            || Data?.StartsWith("../", StringComparison.Ordinal) == true;

    /// <summary>
    /// The fourth field of later versions, the signature algorithm, or null. Earlier versions read it as part of the path.
    /// </summary>
    public string? Algorithm =>
        IsFile && Array.Find(Algorithms, name => Data!.EndsWith(name, StringComparison.OrdinalIgnoreCase)) is { } found ? found[1..] : null;

    /// <summary>The path without the fourth field; null if the key isn't in a file.</summary>
    public string? Path => IsFile ? PathText.Decode(Algorithm is { } algorithm ? Data![..^(algorithm.Length + 1)] : Data!) : null;

    /// <summary>Whether a required field is missing or empty.</summary>
    public bool IsIncomplete => string.IsNullOrEmpty(Selector) || string.IsNullOrEmpty(Data) || Domain.Length == 0;

    /// <summary>Whether domain, selector or key contain spaces: OpenDKIM doesn't trim those around the colons.</summary>
    public bool IsPadded => OpenDkimField.IsPadded(Domain)
        || (Selector is not null && OpenDkimField.IsPadded(Selector))
        || (Data is not null && OpenDkimField.IsPadded(Data));

    /// <summary>Whether domain or selector isn't ASCII, on which the daemon aborts.</summary>
    public bool IsNotAscii => !System.Text.Ascii.IsValid(Domain) || !System.Text.Ascii.IsValid(Selector ?? "");

    /// <summary>Whether a part of it is a placeholder for the sender's domain.</summary>
    public bool IsTemplate => Domain == SenderDomain || (IsFile && Data!.Contains(SenderDomain, StringComparison.Ordinal));

    public static OpenDkimKey Of(int index, OpenDkimField field)
    {
        var fields = OpenDkimField.Text(field.Value).Split(':', 3);
        return new OpenDkimKey(OpenDkimField.Text(field.Key), index, fields[0], fields.ElementAtOrDefault(1), fields.ElementAtOrDefault(2));
    }

    public static ReadOnlySpan<byte> DomainIn(ReadOnlySpan<byte> value) =>
        value.IndexOf((byte)':') is >= 0 and var colon ? value[..colon] : value;

    /// <summary>
    /// Fills in the placeholders: <c>%</c> as domain is the sender's; <c>%</c> in an absolute path is the domain of the
    /// signature. Without a sender, placeholders stay.
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
