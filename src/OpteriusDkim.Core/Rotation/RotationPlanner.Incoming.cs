using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <content>The way of the new key: made, published, proved, switched to.</content>
internal sealed partial class RotationPlanner
{
    private bool NewSigns => facts.Signing.Names(state.New);

    private RotationPlan? PlanIncoming()
    {
        if (state.Compromised && CompromisedTimeIsUp() is { } stop)
        {
            return stop;
        }

        if (state.New is { } made && !facts.Has(made) && PlanWithoutKey(made) is { } step)
        {
            return step;
        }

        if (CheckOldRecord() is { } look)
        {
            return look;
        }

        if (state.New is null)
        {
            return state.Aborting ? null : PlanKey();
        }

        if (state.Phase < RotationPhase.Draining && !TablesAsExpected())
        {
            return null;
        }

        return state.Phase switch
        {
            RotationPhase.Prepared => PlanPublication(state.New),
            RotationPhase.Published => PlanProof(state.New),
            RotationPhase.Proven => PlanSwitch(state.New),
            RotationPhase.Draining => PlanSigning(state.New),
            _ => null,
        };
    }

    /// <summary>The new record wasn't seen in time: rather no signature than one with a revoked key.</summary>
    private RotationPlan? CompromisedTimeIsUp()
    {
        if (state.Phase >= RotationPhase.Draining || !facts.Signing.Names(state.Old) || NewSigns)
        {
            return null;
        }

        if (now.Since(state.StartedAt) < policy.CompromisedWait)
        {
            return null;
        }

        // A record that is everywhere now ends it better.
        var seen = state.New is { } key && facts.Looks.TryGetValue(key.Selector, out var look)
            ? state.Watch.All(look, now, sight => sight == RecordState.Right)
            : (bool?)null;
        return seen == true || (seen is null && state.New is not null && facts.Has(state.New) && state.Phase >= RotationPhase.Published)
            || facts.HasTried(RotationStep.StopSigning, state.Old.Selector)
            ? null
            : Do(RotationStep.StopSigning, state.Old);
    }

    private RotationPlan? PlanWithoutKey(RotationKey made)
    {
        if (NewSigns || state.Phase >= RotationPhase.Draining)
        {
            return Wait(
                RotationWait.Person,
                $"Restore the key {made.Selector} of {Domain} from a backup, or run: Invoke-DkimRotation {Domain} -Compromised",
                FindingTable.SigningKeyDeleted.With(("selector", made.Selector), ("domain", Domain)));
        }

        if (state.Aborting)
        {
            // Back to where it was before the abort: the other key signs, and goes on doing so.
            ReportOnce(FindingTable.AbortImpossible.With(("selector", made.Selector), ("domain", Domain), ("new", state.Old.Selector)));
            state = state with
            {
                Aborting = false,
                Old = made,
                New = state.Old,
                Phase = RotationPhase.Draining,
                Watch = state.Watch.ForAnother(),
            };
            state = state.StartRetiring(new OutgoingKey(made, Signed: true) { KeyGone = true });
            return null;
        }

        ReportOnce(FindingTable.NewKeyDeleted.With(("selector", made.Selector), ("domain", Domain)));
        state = state.WithoutNew(recordGone: false);
        return null;
    }

    private RotationPlan? PlanKey()
    {
        if (facts.Tried.Any(tried => tried.Step == RotationStep.Generate && state.Skipped.Contains(tried.Selector)))
        {
            // What made one name unfit may make all of them: one try a run.
            return Wait(RotationWait.Nothing, $"Resolve the findings of {Domain}. The next run tries another selector.");
        }

        var selector = state.Wanted is { } wanted && !IsTaken(wanted) ? wanted : policy.Template.Next(
            Domain, state.Old.Selector, state.Algorithm ?? policy.Key.Algorithm, now.Utc, IsTaken);
        if (selector is null)
        {
            return Wait(
                RotationWait.Person,
                $"The template {policy.Template} has no free selector left for {Domain}. Abort this rotation with -Abort, then use "
                + "-NewSelector or set rotation.selector.");
        }

        if (!facts.Looks.TryGetValue(selector, out var look))
        {
            return Here with { Step = RotationStep.Look, Selector = selector };
        }

        if (look.Servers.Any(server => server.Sight is not (RecordState.Gone or RecordState.Silent)))
        {
            ReportOnce(FindingTable.SelectorForeign.With(
                ("name", new RecordName(Domain, Selector.Parse(selector))), ("text", Texts(look))));
            state = state with { Skipped = [.. state.Skipped, selector] };
            return PlanKey();
        }

        return facts.HasTried(RotationStep.Generate, selector)
            ? Wait(RotationWait.Person, $"Storing a key for {Domain} failed: {LastFailure} The next run tries again.")
            : Here with { Step = RotationStep.Generate, Selector = selector };
    }

    private bool IsTaken(string selector) =>
        facts.Stored.Any(key => key.Selector == selector)
        || facts.Signing.Keys.Any(key => key.Selector == selector)
        || history.Contains(selector)
        || state.Skipped.Contains(selector)
        || state.Outgoing.Any(key => key.Key.Selector == selector)
        || state.Old.Selector == selector;

    /// <summary>Before the switch, the old key has to sign, or none where that was compromised. What else there is, others did.</summary>
    private bool TablesAsExpected()
    {
        state = NewSigns && !state.NewSigned ? state with { NewSigned = true } : state;
        if (NewSigns && facts.Signing.Keys.Count == 1)
        {
            if (state.Phase < RotationPhase.Proven && state.Intent?.Step != RotationStep.Switch)
            {
                findings.Add(FindingTable.SwitchedEarly.With(
                    ("selector", state.New!.Selector), ("domain", Domain), ("old", state.Old.Selector)));
            }

            return true;
        }

        if (state.SigningStopped && facts.Signing.Keys.Count == 0)
        {
            findings.Add(FindingTable.CompromisedUnsigned.With(
                ("domain", Domain), ("old", state.Old.Selector), ("new", state.New!.Selector)));
            return true;
        }

        if (facts.Signing.Names(state.Old) && !state.SigningStopped && !NewSigns)
        {
            return true;
        }

        WaitForTables(state.SigningStopped ? state.New! : state.Old);
        return false;
    }

    private void WaitForTables(RotationKey expected) => Wait(
        RotationWait.Person,
        $"Change the signer's entries for {Domain} back to "
        + $"{expected.Selector}{(state.Aborting ? "" : ", or abort the rotation with -Abort")}.",
        FindingTable.TablesChanged.With(
            ("found", facts.Signing.Keys.Count == 0 ? "no key" : string.Join(" and ", facts.Signing.Keys.Select(key => key.Selector))),
            ("domain", Domain),
            ("expected", expected.Selector)));

    private RotationPlan? PlanPublication(RotationKey key)
    {
        if (!facts.Looks.TryGetValue(key.Selector, out var look))
        {
            return Do(RotationStep.Look, key);
        }

        AddServerFindings(look, state.Watch, key);
        if (!state.PublishAsked && look.Servers.Any(server => server.Sight is RecordState.Other or RecordState.Tombstone))
        {
            ReportOnce(FindingTable.SelectorForeign.With(("name", NameOf(key)), ("text", Texts(look))));
            state = state.WithoutNew(recordGone: true);
            return PlanKey();
        }

        if (look.Servers.Any(server => server.Sight is RecordState.Right or RecordState.Broken))
        {
            state = state with { Phase = RotationPhase.Published, PublishAsked = true };
            return PlanProof(key);
        }

        return facts.HasTried(RotationStep.Publish, key.Selector)
            ? Wait(RotationWait.Dns, $"Publishing the record {NameOf(key)} failed: {LastFailure} The next run tries again.")
            : Do(RotationStep.Publish, key);
    }

    private RotationPlan? PlanProof(RotationKey key)
    {
        if (!facts.Looks.TryGetValue(key.Selector, out var look))
        {
            return Do(RotationStep.Look, key);
        }

        AddServerFindings(look, state.Watch, key);
        if (!state.Watch.All(look, now, sight => sight == RecordState.Right))
        {
            return PlanSpreading(key, look);
        }

        // Null only where the look that would have set it was one of silent servers, which all count as left out by now.
        state = state with { Watch = state.Watch with { RightSince = state.Watch.RightSince ?? now } };
        var since = state.Watch.RightSince!.Value;
        var needed = state.Watch.Needed(policy.Ttl);
        if (state.Compromised)
        {
            if (needed > TimeSpan.Zero)
            {
                ReportOnce(FindingTable.CachesAccepted.With(
                    ("domain", Domain), ("old", state.Old.Selector), ("seconds", (long)needed.TotalSeconds)));
            }
        }
        else if (now.Since(since) < needed)
        {
            return WaitUntil(since.Utc + needed, "Waiting for cached DNS answers to expire.");
        }

        state = state with { Phase = RotationPhase.Proven };
        facts = facts.Forget(key.Selector);
        return Do(RotationStep.Look, key);
    }

    /// <summary>The record isn't right everywhere: who has to do something about it?</summary>
    private RotationPlan? PlanSpreading(RotationKey key, RecordObservation look)
    {
        var sights = state.Watch.Counted(look, now).Select(server => server.Sight).ToArray();
        if (sights.Any(sight => sight is RecordState.Other or RecordState.Broken or RecordState.Tombstone))
        {
            return WaitForRecord(
                key, goes: false, $"Correct the record {RecordOf(key)}, {ThenRun}",
                FindingTable.NewRecordWrong.With(
                    ("servers", Names(look, state.Watch, sight => sight is RecordState.Right or RecordState.Gone or RecordState.Silent)),
                    ("name", NameOf(key)), ("text", Texts(look))));
        }

        if (!sights.Contains(RecordState.Right) && sights.Contains(RecordState.Gone))
        {
            if (!facts.HasTried(RotationStep.Publish, key.Selector) && !ByHand(key))
            {
                return Do(RotationStep.Publish, key);
            }

            return ByHand(key)
                ? WaitForRecord(key, goes: false, $"Publish the record {RecordOf(key)}, {ThenRun}")
                : Wait(RotationWait.Dns, $"Waiting until the zone's name servers have the record {NameOf(key)}.");
        }

        var spreading = FindingTable.RecordSpreading.With(
            ("servers", Names(look, state.Watch, sight => sight == RecordState.Right)), ("name", NameOf(key)));

        // Where no server can be asked, nobody knows whether it is there: a person has to be shown it all the same.
        return ByHand(key) && !sights.Contains(RecordState.Right)
            ? WaitForRecord(
                key,
                goes: false,
                $"Publish the record {RecordOf(key)} and make sure that this host can reach the zone's name servers, {ThenRun}",
                spreading)
            : Wait(RotationWait.Dns, $"Waiting until all name servers have the record {NameOf(key)}.", spreading);
    }

    private RotationPlan? PlanSwitch(RotationKey key)
    {
        if (!facts.Looks.TryGetValue(key.Selector, out var look))
        {
            return Do(RotationStep.Look, key);
        }

        // The zone may have moved, or been wrong for a moment, since it was proved.
        var isProven = state.Watch.All(look, now, sight => sight == RecordState.Right)
            && (state.Compromised || (state.Watch.RightSince is { } since && now.Since(since) >= state.Watch.Needed(policy.Ttl)));
        if (!isProven)
        {
            state = state with { Phase = RotationPhase.Published };
            return PlanProof(key);
        }

        if (facts.HasTried(RotationStep.Switch, key.Selector))
        {
            return Wait(
                RotationWait.Signer, $"Switching the signer to {key.Selector} failed: {LastFailure} The next run tries again.",
                FindingTable.SwitchNotMade.With(("domain", Domain), ("old", state.Old.Selector), ("new", key.Selector)));
        }

        return Do(RotationStep.Switch, key);
    }

    /// <summary>After the switch: does the new key sign still, and is its record still there?</summary>
    private RotationPlan? PlanSigning(RotationKey key)
    {
        if (!NewSigns || facts.Signing.Keys.Count > 1)
        {
            // Whatever signed in between has to be proved quiet once more.
            state = state with { Outgoing = [.. state.Outgoing.Select(old => old.Reactivated())] };
            WaitForTables(key);
            return null;
        }

        if (!facts.Looks.TryGetValue(key.Selector, out var look))
        {
            return Do(RotationStep.Look, key);
        }

        AddServerFindings(look, state.Watch, key);
        if (state.Watch.All(look, now, sight => sight == RecordState.Right))
        {
            return null;
        }

        var sights = state.Watch.Counted(look, now).Select(server => server.Sight).ToArray();
        if (sights.All(sight => sight is RecordState.Right or RecordState.Silent))
        {
            return Wait(RotationWait.Dns, "Waiting until all name servers answer.");
        }

        ReportOnce(FindingTable.SigningRecordLost.With(
            ("name", NameOf(key)), ("servers", Names(look, state.Watch, sight => sight is RecordState.Right or RecordState.Silent))));
        if (!sights.Contains(RecordState.Gone) || facts.HasTried(RotationStep.Publish, key.Selector) || ByHand(key))
        {
            return WaitForRecord(
                key, goes: false, $"Publish the record {RecordOf(key)} again, since mail is signed with its key, {ThenRun}");
        }

        return Do(RotationStep.Publish, key);
    }
}
