using OpteriusDkim.Records;

namespace OpteriusDkim.Publishing;

/// <summary>The TXT records at a name, as read by a publisher.</summary>
/// <param name="Records">The TXT records as lists of strings; bytes over 127 as Latin-1.</param>
internal sealed record NameContent(IReadOnlyList<IReadOnlyList<string>> Records)
{
    /// <summary>Why the content is unknown, or null.</summary>
    public DkimFinding? Unknown { get; private init; }

    /// <summary>Why nothing may be changed here, for example an alias, or null.</summary>
    public DkimFinding? Obstacle { get; init; }

    /// <summary>Whether the obstacle hides the target's content, so that the required change is unknown.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The name at the end of the aliases, which has the record; null if there is no alias.</summary>
    public string? Target { get; init; }

    /// <summary>Whether it comes from a resolver, whose cache may be outdated.</summary>
    public bool MayBeOld { get; init; }

    /// <summary>The zone of the name, if known.</summary>
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
