using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing.Services;

/// <summary>A change of the TXT records at a name.</summary>
/// <param name="Before">The TXT records that are there now.</param>
/// <param name="Remove">Those of them that are removed.</param>
/// <param name="Add">The strings of the record that is added, or null.</param>
/// <param name="Ttl">The TTL of the record that is added, in seconds.</param>
internal sealed record ServiceChange(
    IReadOnlyList<ServiceRecord> Before, IReadOnlyList<ServiceRecord> Remove, IReadOnlyList<string>? Add, int Ttl)
{
    /// <summary>The value of the record that is added, each string in quotation marks; null if none is.</summary>
    public string? AddedContent => Add is null ? null : CharacterStrings.Quote(Add);

    /// <summary>The values of all TXT records after the change.</summary>
    public IReadOnlyList<string> After =>
    [
        .. Before.Where(record => !Remove.Any(removed => ReferenceEquals(removed, record))).Select(record => record.Content),
        .. AddedContent is { } added ? new[] { added } : [],
    ];

    /// <summary>The TTL of the record set after the change: all records of a set have the same.</summary>
    public int TtlAfter => Add is null && Before.Count > 0 ? Before[0].Ttl : Ttl;
}
