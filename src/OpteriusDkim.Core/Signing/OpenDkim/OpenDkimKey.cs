namespace OpteriusDkim;

/// <summary>An entry of a KeyTable: <c>name domain:selector:path</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Index">Which line it is.</param>
/// <param name="Domain">The <c>d=</c>; <c>%</c> for the sender's.</param>
/// <param name="Selector">The <c>s=</c>; null where the field is missing.</param>
/// <param name="Data">A path, or the key itself; null where the field is missing.</param>
internal sealed record OpenDkimKey(string Name, int Index, string Domain, string? Selector, string? Data)
{
    /// <summary>Whether the key is in a file, as the daemon tells that.</summary>
    public bool IsFile => Data is ['/', ..] || Data?.StartsWith("./", StringComparison.Ordinal) == true || Data?.StartsWith("../", StringComparison.Ordinal) == true;

    /// <summary>Whether spaces stand beside its colons, so that the daemon signs nothing and says nothing.</summary>
    public bool IsPadded => OpenDkimField.IsPadded(Domain)
        || (Selector is not null && OpenDkimField.IsPadded(Selector))
        || (Data is not null && OpenDkimField.IsPadded(Data));

    /// <summary>Whether a part of it is filled in with the sender's domain.</summary>
    public bool IsTemplate => Domain == "%" || (IsFile && Data!.Contains('%', StringComparison.Ordinal));

    public static OpenDkimKey Of(int index, OpenDkimField field)
    {
        var fields = OpenDkimField.Text(field.Value).Split(':', 3);
        return new OpenDkimKey(OpenDkimField.Text(field.Key), index, fields[0], fields.ElementAtOrDefault(1), fields.ElementAtOrDefault(2));
    }

    /// <summary>The bytes of the domain in an entry's value.</summary>
    /// <param name="value">The value.</param>
    public static ReadOnlySpan<byte> DomainIn(ReadOnlySpan<byte> value) => value.IndexOf((byte)':') is >= 0 and var colon ? value[..colon] : value;
}
