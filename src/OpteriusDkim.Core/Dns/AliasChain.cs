namespace OpteriusDkim.Dns;

/// <summary>The aliases in a reply, from the name in its question to the last name that they lead to.</summary>
/// <param name="Targets">The names that the aliases lead to, in their order.</param>
/// <param name="End">The last name; the one in the question where it is no alias.</param>
internal sealed record AliasChain(IReadOnlyList<string> Targets, string End)
{
    /// <summary>How many aliases are followed (as BIND does).</summary>
    public const int Longest = 16;

    /// <summary>The owner of the first DNAME that an alias comes from; null where none does.</summary>
    public string? Redirected { get; private init; }

    /// <summary>Why the chain has no end: a loop, or too many aliases; null where it has one.</summary>
    public string? Problem { get; private init; }

    /// <summary>Follows the aliases in a reply.</summary>
    public static AliasChain In(DnsReply reply)
    {
        var targets = new List<string>();
        var end = reply.Question.Name;
        string? redirected = null;
        while (reply.AliasOf(end) is { } target)
        {
            if (ProblemOf(reply.Question.Name, targets, target) is { } problem)
            {
                return new AliasChain(targets, end) { Redirected = redirected, Problem = problem };
            }

            redirected ??= reply.RedirectionOf(end);
            targets.Add(target);
            end = target;
        }

        return new AliasChain(targets, end) { Redirected = redirected };
    }

    private static string? ProblemOf(string start, List<string> targets, string next) => next switch
    {
        _ when next == start || targets.Contains(next) => "its aliases form a loop",
        _ when targets.Count == Longest => $"a chain of more than {Longest} aliases",
        _ => null,
    };
}
