namespace OpteriusDkim.Tests;

/// <content>Histories in which a domain is registered and retired as well.</content>
internal sealed partial class SimHistory
{
    private bool isLife;
    private string? refusal;
    private RotationResult? lastResult;

    /// <summary>Plays a history that begins with a domain in any state and has requests of all kinds.</summary>
    /// <exception cref="SimViolation">A safety rule was violated.</exception>
    public static SimHistory PlayLife(int seed, PlannerFault fault = PlannerFault.None, List<string>? trace = null)
    {
        var history = new SimHistory(new SimWorld(seed, fault, trace)) { isLife = true };
        history.world.StartLife();
        history.Live();
        return history;
    }

    /// <summary>Plays a history of a delegated domain that has requests of all kinds.</summary>
    /// <exception cref="SimViolation">A safety rule was violated.</exception>
    public static SimHistory PlayDelegatedLife(int seed, PlannerFault fault = PlannerFault.None, List<string>? trace = null)
    {
        var history = new SimHistory(new SimWorld(seed, fault, trace)) { isLife = true };
        history.world.StartDelegatedLife();
        history.Live();
        return history;
    }

    private void Live()
    {
        var length = Random.Next(6, 20);
        for (var i = 0; i < length; i++)
        {
            if (i == 0 || Random.Next(6) == 0)
            {
                Run(AnyRequest());
            }
            else
            {
                AnyTrouble();
            }
        }

        Calm();
        var goal = world.Pick(RotationKind.Registration, RotationKind.Retirement);
        for (var i = 0; i < LongestCalm; i++)
        {
            var request = RequestFor(goal);
            (refusal, lastResult) = (null, null);
            Run(request);
            if (IsReached(goal))
            {
                CheckEnd(goal);
                return;
            }

            ImportSigningKey();
            ActOnRequest();
            Wait();
        }

        throw new SimViolation($"{goal} doesn't end: {world.Journal.Current?.Phase}, {last?.WaitingFor}: {last?.NextAction} {refusal}");
    }

    /// <summary>Trouble of this domain, or of the zone of its owner where it is delegated.</summary>
    private void AnyTrouble()
    {
        switch (world.Owner is null ? int.MaxValue : Random.Next(8))
        {
            case 0:
                BreakAlias();
                break;
            case 1:
                ChangeOwnersZone();
                break;
            default:
                Trouble();
                break;
        }
    }

    private RotationRequest AnyRequest() => Random.Next(5) switch
    {
        0 or 1 => RequestFor(RotationKind.Registration),
        2 => RequestFor(RotationKind.Retirement),
        3 => RequestFor(RotationKind.Rotation),
        _ => new RotationRequest(SimWorld.Domain) { OnlyContinue = true },
    };

    /// <summary>After an error that asks for a selector, a user names one.</summary>
    private RotationRequest RequestFor(RotationKind kind) => new(SimWorld.Domain)
    {
        Kind = kind,
        Force = kind == RotationKind.Retirement || Random.Next(4) == 0,
        NewSelector = kind == RotationKind.Registration ? Selector.Parse("mail") : null,
        Selector = kind == RotationKind.Registration && refusal == FindingTable.SelectorAmbiguous.Code && world.Stored.Count > 0
            ? Selector.Parse(world.Pick([.. world.Stored.Keys.Order(StringComparer.Ordinal)]))
            : null,
    };

    /// <summary>Whether running the command again changed nothing.</summary>
    private bool IsReached(RotationKind goal) => goal == RotationKind.Registration
        ? lastResult is RotationResult.Done { IsUnchanged: true }
        : refusal == FindingTable.NothingToRetire.Code || lastResult is RotationResult.Done { Plan: null };

    /// <summary>A user imports the key that signs, after an error that says so.</summary>
    private void ImportSigningKey()
    {
        if (refusal == FindingTable.RotationKeyNotInStore.Code && world.Tables is { } signs)
        {
            world.Trace($"person: imports {signs}");
            world.Stored.TryAdd(signs, world.CurrentKey(signs));
        }
    }

    private void CheckEnd(RotationKind goal)
    {
        End = world.Journal.Past.Count > 0 ? world.Journal.Past[^1].Phase : RotationPhase.Completed;
        if (world.Journal.Current is not null)
        {
            throw new SimViolation("a rotation is in progress after the end");
        }

        if (goal == RotationKind.Registration)
        {
            world.RequireSigned();
        }
        else
        {
            world.RequireRetired();
        }
    }
}
