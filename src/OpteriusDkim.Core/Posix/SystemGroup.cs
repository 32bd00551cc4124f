namespace OpteriusDkim.Posix;

/// <summary>A group as group(5) lists it.</summary>
/// <param name="Members">The names listed in it; users whose primary group it is need not be.</param>
internal sealed record SystemGroup(string Name, uint Id, IReadOnlyList<string> Members);
