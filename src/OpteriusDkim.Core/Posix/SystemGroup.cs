namespace OpteriusDkim.Posix;

/// <summary>A group of group(5).</summary>
/// <param name="Members">The listed members; users with it as primary group may be missing.</param>
internal sealed record SystemGroup(string Name, uint Id, IReadOnlyList<string> Members);
