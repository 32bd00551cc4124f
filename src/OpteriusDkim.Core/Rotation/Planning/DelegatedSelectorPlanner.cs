using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation.Planning;

/// <summary>
/// Chooses the new key's selector from the set of a delegation: the next one that no key uses, whose former record no server and no
/// cache has, and whose CNAME leads to our zone.
/// </summary>
/// <param name="draft">The plan.</param>
/// <param name="delegation">The delegation.</param>
internal sealed class DelegatedSelectorPlanner(PlanDraft draft, Delegation delegation)
{
    private DateTime? freeAt;
    private string? busy;
    private string? withoutAlias;
    private string? taken;

    public RotationPlan? Plan()
    {
        foreach (var selector in Candidates().Where(IsFree))
        {
            if (!draft.Facts.Observations.TryGetValue(selector, out var observation))
            {
                return draft.Do(RotationStep.Observe, selector);
            }

            if (IsFit(selector, observation))
            {
                return Generate(selector);
            }
        }

        return WaitForOne();
    }

    /// <summary>The set, beginning after the selector that signs; or only the one that was asked for.</summary>
    private IEnumerable<string> Candidates()
    {
        string[] set = [.. delegation.Selectors.Select(selector => selector.Value)];
        if (draft.State.Wanted is { } wanted && set.Contains(wanted))
        {
            return [wanted];
        }

        var old = Array.IndexOf(set, draft.State.Old?.Selector);
        return [.. set[(old + 1)..], .. set[..(old + 1)]];
    }

    private bool IsFree(string selector)
    {
        if (draft.State.Old?.Selector == selector)
        {
            return false;
        }

        if (draft.State.Outgoing.FirstOrDefault(key => key.Key.Selector == selector) is { Kept: false } outgoing)
        {
            return outgoing.IsDone ? outgoing.Retired is not { } done || IsPastCaches(done) : !IsBusy(outgoing);
        }

        if (draft.Facts.Stored.Any(key => key.Selector == selector) || draft.Facts.Signing.Keys.Any(key => key.Selector == selector))
        {
            taken ??= selector;
            return false;
        }

        return draft.Facts.Retired.FirstOrDefault(retired => retired.Selector == selector) is not { } former || IsPastCaches(former);
    }

    /// <summary>A key that is being retired: its selector is free when mail has been delivered and caches have expired.</summary>
    private bool IsBusy(OutgoingKey key)
    {
        busy ??= key.Key.Selector;
        if (key is { Signed: true, Compromised: false, UnusedSince: { } since })
        {
            NoteTime(since.Utc + draft.Policy.Drain + CacheMargin.Over(TtlOf(key.LongestTtl), draft.State.Watch.SlowestAnswer));
        }

        return true;
    }

    private bool IsPastCaches(RetiredSelector former)
    {
        var needed = (former with { LongestTtl = TtlOf(former.LongestTtl) }).Cached(draft.State.Watch.SlowestAnswer);
        if (draft.Now.Since(former.GoneAt) >= needed)
        {
            return true;
        }

        busy ??= former.Selector;
        NoteTime(former.GoneAt.Utc + needed);
        return false;
    }

    private int TtlOf(int seen) => Math.Max(seen, draft.Policy.Ttl);

    private void NoteTime(DateTime time) => freeAt = freeAt is { } earlier && earlier < time ? earlier : time;

    /// <summary>Whether the CNAME leads to our zone, and nothing is published there.</summary>
    private bool IsFit(string selector, RecordObservation observation)
    {
        if (observation.AliasFaults.Count > 0)
        {
            withoutAlias ??= selector;
            foreach (var fault in observation.AliasFaults)
            {
                draft.Report(fault);
            }

            return false;
        }

        if (observation.Servers.All(server => server.State is RecordState.Gone or RecordState.Silent))
        {
            return true;
        }

        // It is used when that is removed, and caches may hold it then.
        taken ??= selector;
        var watch = draft.State.Watch;
        draft.State = draft.State with { Watch = watch with { AliasTtl = Math.Max(watch.AliasTtl, observation.LongestTtl) } };
        draft.Report(FindingTable.SelectorForeign.With(
            ("name", delegation.TargetOf(Selector.Parse(selector))), ("text", PlanDraft.TextsOf(observation))));
        return false;
    }

    private RotationPlan? Generate(string selector)
    {
        if (draft.Facts.HasTried(RotationStep.Generate, selector))
        {
            return draft.Wait(
                RotationWait.Person, $"Storing a key for {draft.Domain} failed: {draft.LastFailure} The next run tries again.");
        }

        // The key that had it before is done with.
        draft.State = draft.State with { Outgoing = [.. draft.State.Outgoing.Where(key => key.Key.Selector != selector)] };
        return draft.Do(RotationStep.Generate, selector);
    }

    /// <summary>None can be used now: waits for the time at which one can, else for what a person can do about it.</summary>
    private RotationPlan? WaitForOne()
    {
        var none = $"No selector of the delegation ({delegation.Names}) is free for {draft.Domain}";
        return this switch
        {
            { freeAt: { } time } => draft.WaitUntil(
                time, $"{none}: waiting until mail signed with {busy} has been delivered and its record is gone from caches."),
            { withoutAlias: { } selector } => draft.WaitForAlias(selector, []),
            { taken: { } selector } => draft.Wait(
                RotationWait.Person,
                $"{none}: {selector} has a key or a record that is not part of this. When no mail signed with it is in transit, remove it "
                + $"with Unpublish-DkimRecord and Remove-DkimKey, or add a selector to delegation.selectors, {draft.ThenRun}"),
            _ => draft.Wait(RotationWait.Dns, $"{none}: waiting until the record of {busy} is gone."),
        };
    }
}
