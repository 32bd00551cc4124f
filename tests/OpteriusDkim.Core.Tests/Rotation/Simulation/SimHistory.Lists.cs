namespace OpteriusDkim.Tests;

/// <content>A domain of a host that follows a list: registered and retired by the list only.</content>
internal sealed partial class SimHistory
{
    /// <summary>A domain in any state, delegated or not.</summary>
    /// <param name="label">What each line of the trace begins with.</param>
    public static SimHistory Begin(int seed, PlannerFault fault, List<string>? trace, string label)
    {
        var history = new SimHistory(new SimWorld(seed, fault, trace) { Label = label }) { isLife = true };
        if (history.Random.Next(3) == 0)
        {
            history.world.StartDelegatedLife();
        }
        else
        {
            history.world.StartLife();
        }

        return history;
    }

    public bool HasKeys => world.Stored.Count > 0;

    /// <summary>Whether the last run was refused or killed.</summary>
    public bool HasFailed => lastResult is null;

    public Journal Journal => world.Read(SimWorld.Domain, journalOfDomain: true);

    /// <summary>Something happens to this domain, or a timer continues what is in progress.</summary>
    public void Happen()
    {
        if (Random.Next(5) == 0)
        {
            Run(new RotationRequest(SimWorld.Domain) { OnlyContinue = true });
        }
        else
        {
            AnyTrouble();
        }
    }

    public void EndTrouble() => Calm();

    /// <summary>Runs what a list asks for.</summary>
    /// <returns>Whether nothing was to be changed.</returns>
    public bool Obey(RotationRequest request)
    {
        (refusal, lastResult) = (null, null);
        Run(request with { Domain = SimWorld.Domain });
        return IsReached(request.Kind);
    }

    /// <summary>A user does what the last run asked for, and the timer runs.</summary>
    public void GoOn()
    {
        if (refusal == FindingTable.SelectorAmbiguous.Code)
        {
            Run(RequestFor(RotationKind.Registration));
        }

        ImportSigningKey();
        ActOnRequest();
        Wait();
        Run(new RotationRequest(SimWorld.Domain) { OnlyContinue = true });
        ActOnRequest();
        Wait();
    }

    public void CheckListed(bool isListed) => CheckEnd(isListed ? RotationKind.Registration : RotationKind.Retirement);
}
