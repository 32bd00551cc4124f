namespace OpteriusDkim.Tests;

/// <content>The ports of rotation.</content>
internal sealed partial class SimWorld : IRotationDns, IRotationSigner, IRotationKeys, IJournals, IRotationClock
{
    private static readonly Task<PublishResult> Done = Task.FromResult(PublishResult.Of(PublishOutcome.Done));
    private static readonly Task<PublishResult> AlreadyThere = Task.FromResult(PublishResult.Of(PublishOutcome.AlreadyThere));
    private static readonly Task<PublishResult> ByHand = Task.FromResult(PublishResult.Of(PublishOutcome.WaitsForPerson));
    private static readonly Task<PublishResult> Foreign = Task.FromResult(PublishResult.Of(PublishOutcome.Foreign));
    private static readonly Task<PublishResult> Failed = Task.FromResult(PublishResult.Of(PublishOutcome.Failed));

    /// <summary>An action of another run before this one gets a lock.</summary>
    public Action? BeforeLock { get; set; }

    BootTimestamp IRotationClock.Now => new(
        Epoch.AddSeconds(Now + Skew),
        Boots.ToString(System.Globalization.CultureInfo.InvariantCulture),
        TimeSpan.FromSeconds(fault == PlannerFault.WallClockOnly ? Now + Skew + 1e9 : Now - BootedAt));

    public Task<RecordObservation> ObserveAsync(RecordName name, DkimPublicKey? key, CancellationToken cancellation)
    {
        Steps++;
        MayCrash("look");
        Now += Random.Next(3);
        Observed = true;
        var selector = name.Selector.Value;
        var ttl = 0;
        var states = new List<ServerObservation>();
        foreach (var server in fault == PlannerFault.OneServerSpeaksForAll ? Zone.Current.Take(1) : Zone.Current)
        {
            var content = server.At(selector, Now);
            var state = server.DeadSince is not null ? RecordState.Silent
                : server.IsWrong && Random.Next(2) == 0 ? WrongState(selector)
                : content.Kind switch
                {
                    SimKind.Nothing => RecordState.Gone,
                    SimKind.Key => IsOf(key, selector, content) ? RecordState.Right : RecordState.Other,
                    SimKind.Tombstone => RecordState.Tombstone,
                    _ => RecordState.Other,
                };
            ttl = state is RecordState.Silent or RecordState.Gone ? ttl : Math.Max(ttl, content.Ttl);
            states.Add(new ServerObservation(server.Name, state, state == RecordState.Other ? "v=spf1" : ""));
        }

        Trace($"look at {selector}: {(trace is null ? "" : string.Join(' ', states.Select(state => state.State)))}");
        return Task.FromResult(ThroughAlias(selector, new RecordObservation(states)
        {
            LongestNegativeTtl = fault switch
            {
                PlannerFault.NoNegativeTtl => 0,
                PlannerFault.NoMargin => Zone.NegativeTtl > 1200 ? Zone.NegativeTtl - 61 : (int)((Zone.NegativeTtl - 1) / 1.05),
                _ => Zone.NegativeTtl,
            },
            LongestTtl = ttl,
            NsTtl = Zone.NsTtl,
            SlowestAnswer = TimeSpan.FromSeconds(fault == PlannerFault.NoMargin ? 0 : Zone.AnswerTime),
        }));
    }

    /// <summary>What a server with wrong answers says: never that the record of a delegated selector is gone, which frees it.</summary>
    private RecordState WrongState(string selector) =>
        Random.Next(2) == 0 && !IsDelegated(selector) ? RecordState.Gone : RecordState.Other;

    public Task<PublishResult> PublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation)
    {
        Steps++;
        var selector = record.Name.Selector.Value;
        Trace($"publish {(record.IsTombstone ? "tombstone of " : "")}{selector}");
        MayCrash("before publishing");
        var there = KindFor(record);
        CheckPublished(record);
        if (there == (record.IsTombstone ? SimKind.Tombstone : SimKind.Key))
        {
            return AlreadyThere;
        }

        if (Manual)
        {
            return ByHand;
        }

        if (Chance(0.1))
        {
            return Failed;
        }

        if (there is SimKind.Foreign or SimKind.Wrong || (there == SimKind.Tombstone && !record.IsTombstone))
        {
            return Foreign;
        }

        if (record.IsTombstone)
        {
            Retire(selector, new SimContent(SimKind.Tombstone, record.Ttl));
        }
        else
        {
            Zone.Set(selector, Now, ContentOf(selector, record.Ttl));
        }

        MayCrash("after publishing");
        return Chance(0.05) ? Failed : Done;
    }

    public Task<PublishResult> UnpublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation)
    {
        Steps++;
        var selector = record.Name.Selector.Value;
        Trace($"unpublish {selector}");
        MayCrash("before unpublishing");
        var there = KindFor(record);
        if (there == SimKind.Nothing)
        {
            return AlreadyThere;
        }

        if (Manual)
        {
            return ByHand;
        }

        if (Chance(0.1))
        {
            return Failed;
        }

        if (there is SimKind.Foreign or SimKind.Wrong)
        {
            return Foreign;
        }

        Retire(selector, default);
        MayCrash("after unpublishing");
        return Chance(0.05) ? Failed : Done;
    }

    public SigningFacts Read(DomainName domain) => new(Tables is null ? [] : [CurrentKey(Tables)], null);

    public Task<SwitchResult> SwitchAsync(
        IReadOnlyList<RotationSwitch> switches, bool restart, IProgressLog log, CancellationToken cancellation)
    {
        Steps++;
        var wanted = Assert.Single(switches);
        var to = wanted.To?.Selector;
        Trace($"switch from {wanted.From?.Selector ?? "nothing"} to {to ?? "nothing"}");
        MayCrash("before switching");
        if ((Tables != wanted.From?.Selector && Tables != to) || (to is not null && !Stored.ContainsKey(to)) || Chance(0.1))
        {
            return Task.FromResult(Failure("refused"));
        }

        var before = Tables;
        CheckSwitch(to);
        Tables = to;
        MayCrash("tables written, nothing reloaded");
        foreach (var daemon in Daemons)
        {
            Load(daemon, restart);
            MayCrash("a signer reloaded");
        }

        if (Daemons.TrueForAll(daemon => !daemon.Down && Uses(daemon, to)) && !Chance(0.05))
        {
            return Task.FromResult(new SwitchResult(new Dictionary<DomainName, IReadOnlyList<DkimFinding>>()));
        }

        Tables = before;
        MayCrash("tables put back");
        Daemons.ForEach(daemon => Load(daemon, restart));
        return Task.FromResult(Failure("not proved"));
    }

    public Task<SignerProof> ProveAsync(DomainName domain, RotationKey? key, CancellationToken cancellation)
    {
        Steps++;
        MayCrash("proof");
        var outcome = fault == PlannerFault.EverySignerProved ? ProofOutcome.Proved
            : Daemons.Exists(daemon => !daemon.Down && !Uses(daemon, key?.Selector)) ? ProofOutcome.SignsOtherwise
            : Daemons.Exists(daemon => daemon.Down) ? ProofOutcome.Unreachable
            : ProofOutcome.Proved;
        Trace($"proof of {key?.Selector ?? "nothing"}: {outcome}");
        return Task.FromResult(new SignerProof(outcome, []));
    }

    public IReadOnlyList<RotationKey> Of(DomainName domain) => [.. Stored.Values];

    public Task GenerateAsync(RecordName name, KeyParameters parameters, IProgressLog log, CancellationToken cancellation)
    {
        Steps++;
        MayCrash("before making a key");
        if (Chance(0.05))
        {
            throw new InaccessibleException(
                FindingTable.DiskFull.With(
                    ("operation", "write"), ("path", "/keys"), ("reason", "the file system / is full"), ("mount", "/")),
                null);
        }

        var selector = name.Selector.Value;
        CheckFree(selector);
        if (!Stored.TryAdd(selector, NextKey(selector)) || !(Generated.Add(selector) || IsDelegated(selector)))
        {
            throw new SimViolation($"a key is made under {selector}, which was used before");
        }

        Trace($"made {selector}");
        MayCrash("after making a key");
        return Task.CompletedTask;
    }

    public Task DeleteAsync(RecordName name, bool keepCopy, IProgressLog log, CancellationToken cancellation)
    {
        Steps++;
        var selector = name.Selector.Value;
        MayCrash("before deleting a key");
        if (Tables == selector || (!Replaced.Contains(selector) && !Generated.Contains(selector)))
        {
            throw new SimViolation($"the key {selector} is deleted");
        }

        if (Chance(0.05))
        {
            throw new InaccessibleException(
                FindingTable.ReadOnlyFileSystem.With(("operation", "remove"), ("path", "/keys"), ("mount", "/")), null);
        }

        Stored.Remove(selector);
        Trace($"deleted {selector}");
        MayCrash("after deleting a key");
        return Task.CompletedTask;
    }

    public IEnumerable<DomainName> Domains() => [Domain];

    public Task<IDisposable> LockAsync(DomainName domain, IProgressLog log, CancellationToken cancellation)
    {
        if (BeforeLock is { } before)
        {
            BeforeLock = null;
            before();
        }

        return Task.FromResult<IDisposable>(new Released());
    }

    public Journal Read(DomainName domain, bool journalOfDomain) =>
        journal is null ? new Journal(domain.Value) : JournalText.Read(domain, journal, "journal");

    Journal IJournals.Read(DomainName domain) => Read(domain, journalOfDomain: true);

    public void Write(Journal journal)
    {
        MayCrash("before the journal");
        if (fault == PlannerFault.ForgetfulJournal && journal.Current is { } current)
        {
            journal = journal with
            {
                Current = current with
                {
                    Intent = null,
                    Outgoing = [.. current.Outgoing.Select(key => key with { RemovalAsked = false, RemovalEverAsked = false })],
                },
            };
        }

        journal = fault == PlannerFault.ForgottenSelectors ? Forgetting(journal) : journal;
        journal = fault == PlannerFault.ForgottenAliases ? journal with { WrongAliases = null } : journal;
        this.journal = JournalText.Write(journal);
        NoteAliases(written: true);
        if (Journal.Current is null && journal.Current is not null)
        {
            Zone.Settle();
            SettleOwner();
        }

        CheckEnded(Journal, journal);
        Journal = journal;
        if (journal.Current is { } under)
        {
            NoteKeys(under);
        }

        Trace(trace is null ? "" : $"journal: {journal.Current?.Phase.ToString() ?? "-"} {journal.Current?.Intent}");
        MayCrash("after the journal");
    }

    /// <summary>Keys that a user asked to replace or to retire.</summary>
    private void NoteKeys(RotationState under)
    {
        if (under is { Old: { } old, Kind: RotationKind.Rotation })
        {
            Replaced.Add(old.Selector);
        }

        if (under.Kind == RotationKind.Retirement && StopAsked)
        {
            Replaced.UnionWith(under.Outgoing.Select(key => key.Key.Selector));
        }

        if (under.Compromised)
        {
            Compromised.Add(CompromiseAsked ? under.Old!.Selector : throw new SimViolation("a key is taken for compromised"));
        }
    }

    private static SwitchResult Failure(string reason) => new(new Dictionary<DomainName, IReadOnlyList<DkimFinding>>
    {
        [Domain] = [FindingTable.SystemFailure.With(("path", "signer"), ("operation", "switch"), ("reason", reason))],
    });

    private sealed class Released : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
