namespace OpteriusDkim.Tests;

/// <summary>One random history: a period with failures, then one without, in which users do what they are asked.</summary>
internal sealed partial class SimHistory
{
    private const int LongestCalm = 150;

    private static readonly RecordedProgress Nobody = new();

    private readonly SimWorld world;
    private RotationPlan? last;
    private bool meddled;

    private SimHistory(SimWorld world) => this.world = world;

    public int Runs { get; private set; }

    public int Steps => world.Steps;

    public RotationPhase End { get; private set; }

    /// <summary>Plays a history.</summary>
    /// <exception cref="SimViolation">A safety rule was violated.</exception>
    public static SimHistory Play(int seed, PlannerFault fault = PlannerFault.None, List<string>? trace = null)
    {
        var history = new SimHistory(new SimWorld(seed, fault, trace));
        history.Play();
        return history;
    }

    private Random Random => world.Random;

    private void Play()
    {
        Run(new RotationRequest(SimWorld.Domain));
        var length = Random.Next(4, 16);
        for (var i = 0; i < length; i++)
        {
            Trouble();
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

    private bool IsOver => world.Journal.Current is null && world.Journal.Past.Count > 0;

    private void Trouble()
    {
        switch (Random.Next(28))
        {
            case < 9:
                Run(new RotationRequest(SimWorld.Domain) { Force = Random.Next(8) == 0 });
                break;
            case < 14:
                Wait();
                break;
            case < 17:
                ActOnRequest();
                break;
            case 17:
                world.Now += Random.Next(20 * 86400);
                break;
            case 18:
                Run(new RotationRequest(SimWorld.Domain) { Abort = true });
                break;
            case 19 when Random.Next(2) == 0:
                Run(new RotationRequest(SimWorld.Domain) { Compromised = true });
                break;
            case 20:
                BreakServer();
                break;
            case 21:
                ChangeZone();
                break;
            case 22:
                ChangeClock();
                break;
            case 23:
                EditTables();
                break;
            case 24:
                DeleteNewKey();
                break;
            case 25:
                DeleteRecord();
                break;
            case 26:
                PutForeignRecord();
                break;
            default:
                BreakDaemon();
                break;
        }
    }

    private void Run(RotationRequest request)
    {
        Runs++;
        world.Trace(
            $"run {request.Kind}{(request.OnlyContinue ? " -Due" : "")}{(request.Abort ? " -Abort" : "")}"
            + $"{(request.Compromised ? " -Compromised" : "")}");
        var expected = ExpectedReport(request);
        world.CompromiseAsked |= request.Compromised;
        world.StopAsked |= request.Kind == RotationKind.Retirement || request.Abort;

        if (world.Chance(0.05))
        {
            // That run reports what was broken, and may repair it.
            expected = [];
            world.BeforeLock = () => Run(new RotationRequest(SimWorld.Domain) { OnlyContinue = isLife });
        }

        try
        {
            RotationResult? result = null;
            var callbacks = new RotationCallbacks((done, _) => result = done, (_, exception) => Refused(exception));
            new RotationEngine(world.Ports, _ => world.Policy, callbacks, Nobody, 1).RunAsync([request], CancellationToken.None)
                .GetAwaiter().GetResult();
            if (result is not null)
            {
                lastResult = result;
                last = result.Plan;
                meddled = false;
                world.Trace(last is null ? "nothing under way" : $"{last.State.Phase}, waits for {last.WaitingFor}: {last.NextAction}");
                if (expected.Length > 0 && last is not null && !last.Findings.Any(finding => expected.Contains(finding.Code)))
                {
                    throw new SimViolation(
                        $"none of {string.Join(", ", expected)} is reported, but "
                        + $"{string.Join(", ", last.Findings.Select(finding => finding.Code))}");
                }
            }
        }
        catch (SimCrash)
        {
            (last, lastResult) = (null, null);
            world.NoteAliases(written: false);
        }
        finally
        {
            world.BeforeLock = null;
        }
    }

    private void Refused(DkimException exception)
    {
        world.Trace($"refused: {exception.Finding.Code}");
        refusal = exception.Finding.Code;
        (last, lastResult) = (null, null);
    }

    /// <summary>The external faults that the next run has to report.</summary>
    private string[] ExpectedReport(RotationRequest request)
    {
        if (!meddled || request.Abort || request.Compromised || request.Kind != RotationKind.Rotation
            || world.Journal.Current is not { New: { } made, SigningStopped: false } state
            || !world.Stored.ContainsKey(made.Selector) || state.Intent is not null)
        {
            return [];
        }

        return state.Phase switch
        {
            RotationPhase.Draining when world.Tables != made.Selector => [FindingTable.TablesChanged.Code],
            < RotationPhase.Draining when state.Kind != RotationKind.Rotation =>
                world.Tables is null || world.Tables == made.Selector
                    ? [] : [FindingTable.TablesNameKey.Code, FindingTable.TablesChanged.Code],
            < RotationPhase.Draining when world.Tables != state.Old?.Selector && world.Tables != made.Selector =>
                [FindingTable.TablesChanged.Code],
            RotationPhase.Draining when world.Zone.Current.Any(server =>
                server.DeadSince is null && !server.IsWrong && server.At(made.Selector, world.Now).Kind == SimKind.Nothing
                && server.At(made.Selector, world.Now + 10).Kind == SimKind.Nothing) => [FindingTable.SigningRecordLost.Code],
            _ => [],
        };
    }

    private void Wait()
    {
        world.Now += last?.NotBefore is { } time && Random.Next(3) > 0 ? Math.Max(
            1, (long)(time - ((IRotationClock)world).Now.Utc).TotalSeconds + Random.Next(-1, 60))
            : !world.Chaos ? Random.Next(3600, 6 * 3600)
            : Random.Next(4) switch
            {
                0 => Random.Next(60),
                1 => Random.Next(3600),
                2 => Random.Next(86400),
                _ => Random.Next(4 * 86400),
            };
    }

    /// <summary>A user does what the last run asked for, during the failures with mistakes.</summary>
    private void ActOnRequest()
    {
        if (last is { WaitingFor: RotationWait.Signer })
        {
            world.Trace("person: repairs the signers");
            world.Daemons.ForEach(daemon => daemon.Down = false);
            world.Daemons.ForEach(daemon => world.Load(daemon, restart: true));
            last = null;
        }

        if (last is not { WaitingFor: RotationWait.Person } plan || meddled)
        {
            return;
        }

        if (plan.RecordOf is { } key)
        {
            ObeyRecord(plan, key.Selector);
        }
        else if (world.Owner is not null && ActAsOwner(plan))
        {
            world.Trace("owner: does what was asked");
        }
        else if (plan.Findings.Any(finding => finding.Code == FindingTable.TablesChanged.Code))
        {
            var state = plan.State;
            world.Tables = state.Phase >= RotationPhase.Draining || state.SigningStopped || state.Old is null
                ? state.New!.Selector : state.Old.Selector;
            world.Trace($"person: tables name {world.Tables}");
            world.LoadAll();
        }
        else if (plan.Findings.Any(finding => finding.Code == FindingTable.TablesNameKey.Code))
        {
            world.Trace("person: tables name nothing");
            world.Tables = null;
            world.LoadAll();
        }
        else if (plan.Findings.Any(finding => finding.Code == FindingTable.SigningKeyDeleted.Code))
        {
            world.Stored.TryAdd(plan.State.New!.Selector, world.CurrentKey(plan.State.New.Selector));
        }

        last = null;
    }

    private void ObeyRecord(RotationPlan plan, string selector)
    {
        if (plan.RecordGoes)
        {
            world.Trace($"person: retires {selector}");
            if (world.Primary(selector).Kind is SimKind.Key)
            {
                var revokes = world.Policy.Retire == RetireMode.Revoke && !world.IsDelegated(selector);
                world.Retire(selector, revokes ? new SimContent(SimKind.Tombstone, 300) : default);
            }

            return;
        }

        var wrong = world.Chance(0.3);
        world.Trace($"person: publishes {selector}{(wrong ? " wrongly" : "")}");
        if (wrong && world.Primary(selector).Kind == SimKind.Key)
        {
            // A correct record that is replaced and restored between two observations can't be noticed.
            world.UnobservableUntil[selector] = long.MaxValue;
        }

        var right = world.ContentOf(selector, world.Policy.Ttl);
        world.Zone.Set(selector, world.Now, wrong ? new SimContent(SimKind.Wrong, world.Policy.Ttl) : right);
        if (wrong && Random.Next(2) == 0)
        {
            world.Now += Random.Next(1, 7200);
            world.Zone.Set(selector, world.Now, right);
        }
    }

    private void BreakServer()
    {
        var server = world.Pick([.. world.Zone.Current]);
        switch (Random.Next(3))
        {
            case 0 when world.Zone.Current.Count(other => other.DeadSince is null) > 1:
                world.Trace($"{server.Name} dies");
                server.DeadSince ??= world.Now;
                break;
            case 1:
                server.DeadSince = null;
                server.IsWrong = false;
                break;
            default:
                server.IsWrong = true;
                break;
        }
    }

    private bool IsWatched => world.Journal.Current is { Watch.Servers.Count: > 0 } or { Watch.ServersOfBothZones.Count: > 0 };

    /// <summary>The zone changes only in observable ways: once between two observations, and not before the first.</summary>
    private void ChangeZone()
    {
        if (!world.Observed || !IsWatched)
        {
            return;
        }

        world.Observed = false;
        if (Random.Next(2) == 0)
        {
            world.Zone.SetNegativeTtl(world.Now, world.Pick(0, 60, 300, 3600, 10800));
        }
        else
        {
            world.Trace("zone moves");
            world.Zone.Move(world.Now, Random.Next(1, 4));
        }
    }

    private void ChangeClock()
    {
        if (Random.Next(3) == 0)
        {
            world.Trace("reboot");
            world.Reboot();
        }
        else if (world.Journal.Written?.Boot == ((IRotationClock)world).Now.Boot)
        {
            // The skew can't be noticed before the first run of a boot.
            world.Skew = Random.Next(2) == 0 ? 0 : Random.Next(400 * 86400);
            world.Trace($"clock ahead by {world.Skew}");
        }
    }

    private void EditTables()
    {
        var current = world.Journal.Current;
        string?[] choices = [null, "other", current?.New?.Selector ?? "other", current?.Old?.Selector ?? "other"];
        var to = world.Pick(choices);
        if (meddled || to == world.Tables || (to is not null && !world.Stored.ContainsKey(to)))
        {
            return;
        }

        world.Trace($"admin: tables name {to ?? "nothing"}");
        world.Tables = to;
        meddled = true;
        world.LoadAll();
    }

    private void DeleteNewKey()
    {
        if (world.Journal.Current?.New is { } key && world.Tables != key.Selector && world.Stored.Remove(key.Selector))
        {
            world.Trace($"admin: deletes the key {key.Selector}");
            if (world.Journal.Current.Adopted)
            {
                world.Disowned.Add(key.Selector);
            }
        }
    }

    private void DeleteRecord()
    {
        if (world.Journal.Current?.New is { } key && world.Primary(key.Selector).Kind == SimKind.Key)
        {
            world.Trace($"admin: deletes the record {key.Selector}");
            world.Zone.Set(key.Selector, world.Now, default);
            world.UnobservableUntil[key.Selector] = long.MaxValue;
            meddled = true;
        }
    }

    private void PutForeignRecord()
    {
        var selector = (world.Owner is null ? "mail" : "s") + Random.Next(2, 5);
        if (world.Primary(selector).Kind == SimKind.Nothing && (world.IsDelegated(selector) || !world.Generated.Contains(selector)))
        {
            world.Trace($"admin: foreign record at {selector}");
            world.Zone.Set(selector, world.Now, new SimContent(SimKind.Foreign, world.Policy.Ttl));
        }
    }

    private void BreakDaemon()
    {
        var daemon = world.Pick([.. world.Daemons]);
        switch (Random.Next(3))
        {
            case 0:
                daemon.Down = true;
                break;
            case 1:
                daemon.Down = false;
                break;
            default:
                // A host restored from an old image signs with the old key, while that verifies.
                if (world.Journal.Current is { Phase: RotationPhase.Draining } state
                    && state.Outgoing.Any(key => key.Key == state.Old && key is { Signed: true, RemovalAsked: false }))
                {
                    world.Trace($"signer {world.Daemons.IndexOf(daemon)} uses {state.Old!.Selector} again");
                    world.LoadStale(daemon, state.Old.Selector);
                    last = null;
                }

                break;
        }
    }

    private void Calm()
    {
        world.Trace("calm");
        world.Chaos = false;
        world.Skew = 0;
        foreach (var server in world.Zone.Current)
        {
            server.IsWrong = false;
            server.DeadSince = Random.Next(3) == 0 ? server.DeadSince : null;
        }

        world.Owner?.Current.ForEach(server => server.DeadSince = null);
        world.Daemons.ForEach(daemon => daemon.Down = false);
        if (!isLife && world.Journal.Current is null && world.Journal.Past.Count == 0)
        {
            world.Tables = "mail";
            world.LoadAll();
        }
    }

    private void CheckEnd()
    {
        var past = world.Journal.Past[^1];
        End = past.Phase;
        if (world.Tables is not { } signs)
        {
            // Having no signing key was a user's choice after the rotation.
            return;
        }

        // Keys that a later rotation reused, or that the tables name, may exist.
        var kept = world.Journal.Past.Select(over => over.Phase == RotationPhase.Completed ? over.New?.Selector : over.Old?.Selector);
        string[] left = [.. world.Generated.Where(selector => selector != signs && !kept.Contains(selector))];
        foreach (var selector in left)
        {
            if (world.Stored.ContainsKey(selector))
            {
                throw new SimViolation($"the key {selector} is left over");
            }

            // A user may publish a record that is already withdrawn; a publisher may not.
            if (!world.Manual && world.Primary(selector).Kind == SimKind.Key)
            {
                throw new SimViolation($"the record of {selector} is left over");
            }
        }

        if (past.Phase == RotationPhase.Completed
            && past.Old is not null
            && past.Old.Selector != past.New?.Selector
            && world.Stored.ContainsKey(past.Old.Selector)
            && signs != past.Old.Selector)
        {
            throw new SimViolation($"the old key {past.Old.Selector} is left over");
        }
    }
}
