using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>The content of a record's name, as its publisher sees it.</summary>
/// <param name="Records">The TXT records, each as its strings; bytes over 127 as Latin-1.</param>
internal sealed record NameContent(IReadOnlyList<IReadOnlyList<string>> Records)
{
    /// <summary>Why the content is unknown, or null.</summary>
    public DkimFinding? Unknown { get; private init; }

    /// <summary>Why nothing may be changed here, for example an alias; null where it may.</summary>
    public DkimFinding? Obstacle { get; init; }

    /// <summary>Whether the obstacle hides the target's content, so that it is unknown whether there is anything to change.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The name at the end of the aliases, which holds the record; null where the record's own name does.</summary>
    public string? Target { get; init; }

    /// <summary>Whether it comes from a resolver, whose cache may be outdated.</summary>
    public bool MayBeOld { get; init; }

    /// <summary>The zone that holds the name, where that is known.</summary>
    public string? Zone { get; init; }

    /// <summary>The text of each record, without a private key that somebody published.</summary>
    public IReadOnlyList<string> Texts => [.. Records.Select(strings => Read(strings).Text)];

    /// <summary>Whether one of the records publishes a key.</summary>
    internal bool HasKey(DkimPublicKey key) => Records.Any(strings => key.Equals(Read(strings).Key));

    /// <summary>Content that could not be read.</summary>
    public static NameContent NotKnown(DkimFinding reason) => new([]) { Unknown = reason };

    /// <summary>Reads one of the records.</summary>
    public static DkimKeyRecord Read(IReadOnlyList<string> strings) => KeyRecordReader.Read(string.Concat(strings));
}
