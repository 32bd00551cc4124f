namespace OpteriusDkim.Tests;

/// <content>Histories of a delegated domain, with many rotations, so that selectors are used again.</content>
internal sealed partial class SimHistory
{
    /// <summary>Plays a history in which the owner of the domain makes mistakes too.</summary>
    /// <exception cref="SimViolation">A safety rule was violated.</exception>
    public static SimHistory PlayDelegated(int seed, PlannerFault fault = PlannerFault.None, List<string>? trace = null)
    {
        var history = new SimHistory(new SimWorld(seed, fault, trace));
        history.world.Delegate();
        history.RotateOften();
        return history;
    }

    private void RotateOften()
    {
        Run(new RotationRequest(SimWorld.Domain));
        var length = Random.Next(10, 40);
        for (var i = 0; i < length; i++)
        {
            switch (Random.Next(12))
            {
                case < 5:
                    Run(new RotationRequest(SimWorld.Domain) { Force = true });
                    break;
                case < 8:
                    Wait();
                    break;
                case 8:
                    BreakAlias();
                    break;
                case 9:
                    ChangeOwnersZone();
                    break;
                default:
                    Trouble();
                    break;
            }

            ActOnRequest();
        }

        Calm();
        for (var i = 0; i < LongestCalm && !IsOver; i++)
        {
            Run(new RotationRequest(SimWorld.Domain));
            ActOnRequest();
            Wait();
        }

        if (!IsOver)
        {
            throw new SimViolation($"it doesn't end: {world.Journal.Current?.Phase}, {last?.WaitingFor}: {last?.NextAction}");
        }

        CheckEnd();
    }

    /// <summary>The owner removes a CNAME or points it elsewhere, and restores it when asked.</summary>
    private void BreakAlias()
    {
        var selector = world.Pick([.. world.Policy.Delegation!.Selectors]).Value;
        var content = Random.Next(2) == 0 ? default : new SimContent(SimKind.Foreign, world.Pick(300, 3600, 86400));
        if (world.Owner!.Current[0].At(selector, world.Now).Kind != SimKind.Key)
        {
            // What is wrong between two observations can't be known.
            if (isLife && world.IsWrongAliasKnown(selector))
            {
                world.Trace($"owner: corrects {selector} without being asked");
                world.Owner.Set(selector, world.Now, new SimContent(SimKind.Key, 3600));
            }

            return;
        }

        world.Trace($"owner: {selector} has {content.Kind}");
        world.Owner.Set(selector, world.Now, content);
    }

    private void ChangeOwnersZone()
    {
        var owner = world.Owner!;
        if (Random.Next(2) == 0)
        {
            var server = world.Pick([.. owner.Current]);
            server.DeadSince = server.DeadSince is null && owner.Current.Count(other => other.DeadSince is null) > 1 ? world.Now : null;
        }
        else if (world.Observed && world.Journal.Current is { Watch.ServersOfBothZones.Count: > 0 })
        {
            world.Trace("the owner's zone moves");
            world.Observed = false;
            owner.Move(world.Now, Random.Next(1, 3));
        }
    }

    /// <summary>Publishes the CNAME that was asked for, or removes what takes the selectors. Whether that is what was asked.</summary>
    private bool ActAsOwner(RotationPlan plan)
    {
        if (plan.AliasOf is { } alias)
        {
            world.Owner!.Set(alias, world.Now, new SimContent(SimKind.Key, 3600));
            return true;
        }

        if (!plan.NextAction.StartsWith("No selector of the delegation", StringComparison.Ordinal))
        {
            return false;
        }

        var used = plan.State.Outgoing.Where(key => !key.IsDone).Select(key => key.Key.Selector).Append(world.Tables);
        foreach (var selector in world.Policy.Delegation!.Selectors.Select(selector => selector.Value).Except(used)
            .Where(selector => !world.HasMailInTransit(selector!)))
        {
            world.UnobservableUntil[selector!] = world.Now + 86400;
            world.Zone.Set(selector!, world.Now, default);
            world.Stored.Remove(selector!);
        }

        return true;
    }
}
