using System.Runtime.InteropServices;

namespace OpteriusDkim.Tests;

/// <content>Domains whose owner has CNAMEs into our zone for the selectors of a set, which are used again.</content>
internal sealed partial class SimWorld
{
    private readonly Dictionary<string, int> numbers = [];
    private readonly Dictionary<string, List<long>> wrongAliases = [];
    private readonly List<(string Selector, long Time)> unwrittenAliases = [];

    /// <summary>
    /// The zone of a delegated domain's owner: at each selector a key stands for the right CNAME. Null without delegation.
    /// </summary>
    public SimZone? Owner { get; private set; }

    /// <summary>Delegates the domain. It signs with an ordinary selector or with the first of the set.</summary>
    public void Delegate()
    {
        var set = Enumerable.Range(1, Random.Next(2, 4)).Select(number => Selector.Parse($"s{number}")).ToArray();
        Policy = Policy with
        {
            Delegation = new Delegation(
                Domain, DomainName.Parse("dkim.example.net"), set, DelegationTemplate.Parse("{selector}.{domain}")!),
        };
        Owner = new SimZone(Random.Next(1, 3), Pick(60, 3600), Pick(3600, 86400)) { AnswerTime = Random.Next(3) };
        foreach (var selector in set)
        {
            Owner.Current.ForEach(server => server.Set(selector.Value, long.MinValue / 2, new SimContent(SimKind.Key, 3600)));
        }

        if (Random.Next(2) == 0)
        {
            Stored.Add("s1", NextKey("s1"));
            Zone.Current.ForEach(server => server.Set("s1", long.MinValue / 2, ContentOf("s1", 3600)));
            Tables = "s1";
            Daemons.ForEach(daemon => (daemon.Loaded, daemon.LoadedKey) = ("s1", IdentityOf("s1")));
        }
    }

    public bool IsDelegated(string selector) => Policy.Delegation?.Has(selector) == true;

    /// <summary>What a run observed is known once the journal has it: a run that is killed before loses it.</summary>
    /// <param name="written">Whether the journal was written.</param>
    public void NoteAliases(bool written)
    {
        foreach (var (selector, time) in written ? unwrittenAliases : [])
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(wrongAliases, selector, out _) ??= []).Add(time);
        }

        unwrittenAliases.Clear();
    }

    /// <summary>Whether what is wrong at a selector now was observed.</summary>
    public bool IsWrongAliasKnown(string selector) => wrongAliases.TryGetValue(selector, out var times)
        && Owner!.Current[0].HistoryOf(selector) is [.., { Content.Kind: not SimKind.Key } last] && times[^1] >= last.At;

    /// <summary>The key that was last made for a selector.</summary>
    public RotationKey CurrentKey(string selector) => KeyOf(selector, numbers.GetValueOrDefault(selector));

    public bool HasMailInTransit(string selector) => signedUntil.TryGetValue(selector, out var until) && until + MaximumTransit > Now;

    /// <summary>The right record of a selector.</summary>
    public SimContent ContentOf(string selector, int ttl) => new(SimKind.Key, ttl, IdentityOf(selector));

    private string? IdentityOf(string? selector) =>
        selector is not null && IsDelegated(selector) ? CurrentKey(selector).PublicKey : null;

    private RotationKey NextKey(string selector)
    {
        if (IsDelegated(selector))
        {
            numbers[selector] = numbers.GetValueOrDefault(selector) + 1;
        }

        return CurrentKey(selector);
    }

    private bool IsCurrent(string selector, SimContent content) => content.Kind == SimKind.Key && content.Key == IdentityOf(selector);

    private bool Uses(SimDaemon daemon, string? selector) => daemon.Loaded == selector && daemon.LoadedKey == IdentityOf(selector);

    /// <summary>Whether a record is that of a key which is expected.</summary>
    private bool IsOf(DkimPublicKey? key, string selector, SimContent content) =>
        key is not null && (!IsDelegated(selector) || content.Key == key.Base64);

    /// <summary>What a publisher finds: the record of another key is a foreign one.</summary>
    private SimKind KindFor(RecordToPublish record)
    {
        var there = Primary(record.Name.Selector.Value);
        return there.Kind == SimKind.Key && !IsOf(record.Key, record.Name.Selector.Value, there) ? SimKind.Foreign : there.Kind;
    }

    private string? WhyNotSeen(string selector) => Zone.WhyNotSeen(selector, Now, IdentityOf(selector))
        ?? (IsDelegated(selector) && Owner?.WhyNotSeen(selector, Now) is { } why ? $"of the CNAMEs {why}" : null);

    /// <summary>No two selectors of the set have the same key.</summary>
    private void CheckPublished(RecordToPublish record)
    {
        var selector = record.Name.Selector.Value;
        if (IsDelegated(selector) && !record.IsTombstone
            && numbers.Keys.FirstOrDefault(other => other != selector && Primary(other).Key == record.Key.Base64) is { } same)
        {
            throw new SimViolation($"{selector} and {same} have the same key");
        }

        if (IsDelegated(selector) && record.IsTombstone)
        {
            throw new SimViolation($"a tombstone is left at {selector}, which is used again");
        }
    }

    /// <summary>A selector of the set is used again only when nothing of its former key is left.</summary>
    private void CheckFree(string selector)
    {
        if (!IsDelegated(selector))
        {
            return;
        }

        if (UnobservableUntil.GetValueOrDefault(selector, long.MinValue) <= Now && Zone.WhyNotGone(selector, Now) is { } why)
        {
            throw new SimViolation($"a key is made under {selector} at {Now}, and {why}");
        }

        if (Daemons.Exists(daemon => daemon.Loaded == selector && !Compromised.Contains(selector)))
        {
            throw new SimViolation($"a key is made under {selector}, with which a signer still signs");
        }

        if (!Compromised.Remove(selector) && HasMailInTransit(selector))
        {
            throw new SimViolation($"a key is made under {selector} at {Now}, and mail signed with its former key may be on its way");
        }

        signedUntil.Remove(selector);
    }

    /// <summary>What is seen by the CNAMEs of the owner's servers.</summary>
    private RecordObservation ThroughAlias(string selector, RecordObservation observation)
    {
        if (Owner is not { } owner || !IsDelegated(selector) || fault == PlannerFault.OwnersZoneIgnored)
        {
            return observation;
        }

        var answers = owner.Current.Select(server => (server.Name, server.DeadSince, Content: server.At(selector, Now))).ToArray();
        var wrong = answers.Where(answer => answer.DeadSince is null && answer.Content.Kind != SimKind.Key).ToArray();
        if (wrong.Length > 0)
        {
            unwrittenAliases.Add((selector, Now));
        }

        var isSeen = Array.Exists(answers, answer => answer.DeadSince is null && answer.Content.Kind == SimKind.Key);
        return observation with
        {
            Servers =
            [
                .. answers.Where(answer => answer.DeadSince is not null || answer.Content.Kind != SimKind.Key).Select(answer =>
                    new ServerObservation("owner " + answer.Name, answer switch
                    {
                        { DeadSince: not null } => RecordState.Silent,
                        { Content.Kind: SimKind.Nothing } => RecordState.Gone,
                        _ => RecordState.Other,
                    })),
                .. isSeen ? observation.Servers : [],
                .. wrong.Length > 0
                    ? observation.Servers.Select(server => server with { Server = server.Server + " for the target" }) : [],
            ],
            ServersOfBothZones = [.. answers.Select(answer => "owner " + answer.Name), .. Zone.Current.Select(server => server.Name)],
            AliasFaults = wrong.Length > 0
                ? [FindingTable.DelegationUnchecked.With(("name", selector), ("target", "t"), ("reason", "r"), ("domain", Domain))] : [],
            AliasTtl = wrong.Select(answer => Math.Max(1, answer.Content.Ttl)).DefaultIfEmpty().Max(),
            LongestNegativeTtl = Math.Max(observation.LongestNegativeTtl, fault == PlannerFault.NoNegativeTtl ? 0 : owner.NegativeTtl),
            NsTtl = Math.Max(observation.NsTtl, owner.NsTtl),
            SlowestAnswer = TimeSpan.FromSeconds(Math.Max(observation.SlowestAnswer.TotalSeconds, owner.AnswerTime)),
        };
    }

    /// <summary>A rotation starts: it can't know which CNAMEs were wrong, except for those that an earlier one observed.</summary>
    private void SettleOwner()
    {
        Owner?.Settle();
        Owner?.Current.ForEach(server => server.Settle(name => wrongAliases.GetValueOrDefault(name) ?? []));
    }

    private static Journal Forgetting(Journal journal) => journal with
    {
        Retired = null,
        Current = journal.Current is { } current
            ? current with { Outgoing = [.. current.Outgoing.Select(key => key with { GoneAt = null })] }
            : null,
    };
}
