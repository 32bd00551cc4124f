namespace OpteriusDkim.Dns;

/// <summary>The alias chain in a reply, from the question's name to the final target.</summary>
/// <param name="Targets">The aliases' targets in order.</param>
/// <param name="End">The final name; the question's own name if that isn't an alias.</param>
internal sealed record AliasChain(IReadOnlyList<string> Targets, string End)
{
    /// <summary>The most aliases that are followed (BIND's limit).</summary>
    public const int Longest = 16;

    /// <summary>The owner of the first DNAME in the chain, or null.</summary>
    public string? Redirected { get; private init; }

    /// <summary>Why the chain can't be resolved: a loop or too many aliases. Null if it ends.</summary>
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
