using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation;

/// <summary>
/// One domain's part in a run: step by step as far as is safe, the journal before and after each. The caller holds the
/// domain's lock. Switches are left to the caller, who makes many at once.
/// </summary>
internal sealed class RotationRun
{
    private readonly RotationRequest request;
    private readonly RotationPolicy policy;
    private readonly RotationPorts ports;
    private readonly IProgressLog log;
    private readonly List<DkimFinding> findings = [];
    private RotationJournal journal;
    private RotationJournal written;
    private RotationFacts facts;

    private RotationRun(
        RotationRequest request, RotationPolicy policy, RotationPorts ports, IProgressLog log, RotationJournal read, bool setBack)
    {
        this.request = request;
        this.policy = policy;
        this.ports = ports;
        this.log = log;
        journal = read;
        written = read;
        facts = new RotationFacts(request.Domain, [], new SigningFacts([], null));
        if (setBack && read.Current is not null)
        {
            findings.Add(FindingTable.ClockSetBack.With(("domain", request.Domain), ("written", read.Written?.Utc)));
        }
    }

    /// <summary>The domain.</summary>
    public DomainName Domain => request.Domain;

    /// <summary>What was asked.</summary>
    public RotationRequest Request => request;

    /// <summary>How it is to go.</summary>
    public RotationPolicy Policy => policy;

    /// <summary>The journal as it is now.</summary>
    public RotationJournal Journal => journal;

    /// <summary>The last plan; null where no rotation is under way.</summary>
    public RotationPlan? Plan { get; private set; }

    /// <summary>What the run found, apart from the plan.</summary>
    public IReadOnlyList<DkimFinding> Findings => findings;

    /// <summary>The completed rotation because of which no other one was started; null where that isn't so.</summary>
    public PastRotation? Recent { get; private set; }

    /// <summary>Whether it is the caller's turn to switch.</summary>
    public bool WantsSwitch => Plan?.Step is RotationStep.Switch or RotationStep.StopSigning && !request.DryRun;

    /// <summary>The switch that is wanted.</summary>
    public RotationSwitch Switch => Plan!.Step == RotationStep.StopSigning
        ? new RotationSwitch(Domain, State.Old, null)
        : new RotationSwitch(Domain, State.SigningStopped ? null : State.Old, State.New);

    /// <summary>Whether the signer has to be restarted for it.</summary>
    public bool NeedsRestart => State.Compromised;

    private RotationState State => journal.Current!;

    private BootTimestamp Now => ports.Clock.Now;

    /// <summary>Reads the journal and begins what is asked.</summary>
    /// <exception cref="DkimException">The journal can't be read, or what is asked can't be done.</exception>
    public static RotationRun Open(RotationRequest request, RotationPolicy policy, RotationPorts ports, IProgressLog log)
    {
        var now = ports.Clock.Now;
        var read = ports.Journals.Read(request.Domain);
        var journal = read.Trusting(now, out var setBack);
        var run = new RotationRun(request, policy, ports, log, journal, setBack) { written = read };
        if (request.OnlyCarryOn && journal.Current is null)
        {
            return run;
        }

        run.ReadFacts();
        journal = journal with { Current = journal.Current?.Adopting(run.facts.Stored) };
        run.journal = RotationStart.Begin(journal, request, run.facts, policy, now);
        run.Recent = run.journal.Current is null
            ? journal.Past.LastOrDefault(
                past => run.facts.Signing.Keys.Any(key => RotationStart.RecentRotationTo(key, journal, policy, now) == past))
            : null;
        run.ReportIgnoredParameters(journal.Current is not null);
        if (run.journal.Current is not null)
        {
            run.Save();
        }

        return run;
    }

    /// <summary>Goes on as far as is safe, or to a switch.</summary>
    /// <param name="cancellation">Ends it between steps, and waits at once.</param>
    public async Task AdvanceAsync(CancellationToken cancellation)
    {
        while (journal.Current is not null)
        {
            cancellation.ThrowIfCancellationRequested();
            Replan();
            if (Plan!.IsOver)
            {
                journal = journal.Ended(Now);
                Save();
                return;
            }

            if (Plan.Step == RotationStep.None || WantsSwitch || (request.DryRun && Plan.Step is not RotationStep.Look))
            {
                await CheckAsync(Plan).ConfigureAwait(false);
                Save();
                return;
            }

            await DoAsync(Plan, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Notes that the switch is about to be made.</summary>
    public void BeginSwitch()
    {
        journal = journal with { Current = State with { NewSigned = true, Intent = new RotationIntent(Plan!.Step, Plan.Selector) } };
        Save();
    }

    /// <summary>Notes how the switch went.</summary>
    /// <param name="failure">Why it wasn't made; null where it was.</param>
    /// <param name="told">The findings where it was.</param>
    public void EndSwitch(IReadOnlyList<DkimFinding>? failure, IReadOnlyList<DkimFinding> told)
    {
        var step = Plan!.Step;
        facts = facts.WithFindings(failure ?? told).Try(step, Plan.Selector) with { Proof = null };
        if (failure is null)
        {
            journal = journal with { Current = step == RotationStep.Switch ? State.Switched(Now) : State.Stopped(Now) };
            log.Report(step == RotationStep.Switch
                ? $"{Domain} is now signed with {State.New!.Selector}."
                : $"{Domain} is no longer signed.");
        }

        Save();
        ReadFacts();
    }

    /// <summary>Notes for those who ask later what the run said, and whether somebody was told.</summary>
    /// <param name="outlook">What it said.</param>
    /// <param name="notifiedAt">When somebody was last told that it waits for a person; null where it doesn't.</param>
    public void Note(RotationSummary outlook, DateTime? notifiedAt)
    {
        journal = journal with { Current = State with { Outlook = outlook, NotifiedAt = notifiedAt } };
        Save();
    }

    /// <summary>Takes over what another run of the domain, which this one follows, found.</summary>
    /// <param name="before">That run.</param>
    public void Follow(RotationRun before)
    {
        findings.AddRange(before.findings);
        facts = facts.WithFindings(before.facts.Findings);
    }

    private void ReportIgnoredParameters(bool wasUnderWay)
    {
        if (request.Compromised && journal.Current is { Compromised: true } overtaken)
        {
            findings.Add(FindingTable.CompromisedInFlight.With(("domain", Domain), ("old", overtaken.Old.Selector)));
        }

        if (!wasUnderWay || journal.Current is not { } current || request.Abort)
        {
            return;
        }

        string[] asked =
        [
            .. request.NewSelector is { } wanted && wanted.Value != current.New?.Selector && wanted.Value != current.Wanted
                ? new[] { $"-NewSelector {wanted}" }
                : [],
            .. request.Selector is { } selector
                && selector.Value != current.Old.Selector
                && selector.Value != current.New?.Selector
                && !request.Compromised ? new[] { $"-Selector {selector}" } : [],
        ];
        if (asked.Length > 0)
        {
            findings.Add(FindingTable.RotationUnderWay.With(
                ("domain", Domain), ("new", current.New?.Selector ?? "a new key"), ("asked", string.Join(", ", asked))));
        }
    }

    private void ReadFacts() => facts = facts with { Stored = ports.Keys.Of(Domain), Signing = ports.Signer.Read(Domain) };

    private void Replan()
    {
        Plan = RotationPlanner.Plan(State, facts, policy, journal.Selectors, Now);
        facts = Plan.Facts;
        journal = journal with { Current = Plan.State };
    }

    private Task DoAsync(RotationPlan plan, CancellationToken cancellation) => plan.Step switch
    {
        RotationStep.Look => ObserveAsync(plan, cancellation),
        RotationStep.Prove => ProveAsync(cancellation),
        RotationStep.Generate => GenerateAsync(plan, cancellation),
        RotationStep.Publish => PublishAsync(plan.Key!, cancellation),
        RotationStep.Retire => RetireAsync(plan.Key!, cancellation),
        RotationStep.DeleteKey => DeleteAsync(plan.Key!, cancellation),
        _ => throw new InvalidOperationException($"The step {plan.Step} is not handled here."),
    };

    private async Task ObserveAsync(RotationPlan plan, CancellationToken cancellation)
    {
        var name = new RecordName(Domain, Selector.Parse(plan.Selector));
        var look = await ports.Dns.ObserveAsync(name, plan.Key?.Key, cancellation).ConfigureAwait(false);
        facts = facts.Saw(plan.Selector, look);
        var isNew = plan.Key is not null && plan.Selector == State.New?.Selector;
        journal = journal with
        {
            Current = State with { Watch = isNew ? State.Watch.After(look, Now) : State.Watch.Heard(look, Now) },
        };
    }

    private async Task ProveAsync(CancellationToken cancellation)
    {
        // Whatever the tables name, which the planner has judged: the running signers have to use it, and nothing else.
        var signs = facts.Signing.Keys.FirstOrDefault(key => !State.OtherSelectors.Contains(key.Selector));
        facts = facts with { Proof = await ports.Signer.ProveAsync(Domain, signs, cancellation).ConfigureAwait(false) };
    }

    /// <summary>What a dry run can find out about the next step without a change.</summary>
    private Task CheckAsync(RotationPlan plan) => request.DryRun && plan.Step == RotationStep.Generate
        ? GuardAsync(() =>
        {
            ports.Keys.CheckGenerate(new RecordName(Domain, Selector.Parse(plan.Selector)));
            return Task.CompletedTask;
        })
        : Task.CompletedTask;

    private async Task GenerateAsync(RotationPlan plan, CancellationToken cancellation)
    {
        var selector = plan.Selector;
        facts = facts.Try(RotationStep.Generate, selector).Forget(selector);
        journal = journal.Remember(selector);
        Intend(RotationStep.Generate, selector);
        var algorithm = State.Algorithm ?? policy.Key.Algorithm;
        await GuardAsync(() => ports.Keys.GenerateAsync(
            new RecordName(Domain, Selector.Parse(selector)), new KeyParameters(algorithm, State.KeySize ?? policy.Key.KeySize), log,
            cancellation)).ConfigureAwait(false);
        ReadFacts();
        journal = journal with { Current = State.Adopting(facts.Stored) };
    }

    private async Task PublishAsync(RotationKey key, CancellationToken cancellation)
    {
        facts = facts.Try(RotationStep.Publish, key.Selector).Forget(key.Selector);
        journal = journal with { Current = State with { PublishAsked = true } };
        Intend(RotationStep.Publish, key.Selector);
        await GuardAsync(() => ports.Keys.TidyAsync(key.NameIn(Domain), log, cancellation)).ConfigureAwait(false);
        var result = await ports.Dns
            .PublishAsync(new RecordToPublish(key.NameIn(Domain), key.Key, policy.Ttl), log, cancellation).ConfigureAwait(false);
        Note(key, result);
        var state = State with { Intent = null };
        journal = journal with
        {
            Current = result.Outcome switch
            {
                _ when state.Phase != RotationPhase.Prepared => state,
                PublishOutcome.Foreign => state.WithoutNew(recordGone: true),
                PublishOutcome.Failed => state,
                _ => state with { Phase = RotationPhase.Published },
            },
        };
        Save();
    }

    private async Task RetireAsync(RotationKey key, CancellationToken cancellation)
    {
        facts = facts.Try(RotationStep.Retire, key.Selector).Forget(key.Selector);
        var outgoing = State.Outgoing.First(other => other.Key.Selector == key.Selector) with { RemovalAsked = true, Touched = true };
        journal = journal with { Current = State.With(outgoing) };
        Intend(RotationStep.Retire, key.Selector);
        var record = new RecordToPublish(key.NameIn(Domain), key.Key, policy.Ttl);
        var result = policy.LeavesTombstone(outgoing)
            ? await ports.Dns.PublishAsync(record with { IsTombstone = true }, log, cancellation).ConfigureAwait(false)
            : await ports.Dns.UnpublishAsync(record, log, cancellation).ConfigureAwait(false);
        Note(key, result);
        journal = journal with
        {
            Current = State.With(outgoing with { RemovalTaken = result.Outcome != PublishOutcome.Failed }) with { Intent = null },
        };
        Save();
    }

    private async Task DeleteAsync(RotationKey key, CancellationToken cancellation)
    {
        facts = facts.Try(RotationStep.DeleteKey, key.Selector);
        Intend(RotationStep.DeleteKey, key.Selector);
        try
        {
            await GuardAsync(() => ports.Keys.DeleteAsync(key.NameIn(Domain), log, cancellation)).ConfigureAwait(false);
        }
        catch (InUseException exception)
        {
            // Another domain's entry names the file: it stays, and the rotation is complete without that.
            facts = facts.WithFindings([exception.Finding]);
            journal = journal with
            {
                Current = State.With(State.Outgoing.First(other => other.Key.Selector == key.Selector) with { KeyGone = true }),
            };
        }

        journal = journal with { Current = State with { Intent = null } };
        ReadFacts();
    }

    /// <summary>Does something with the store; a failure becomes a finding, and the next run tries again.</summary>
    private async Task GuardAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (DkimException exception) when (exception is not InUseException)
        {
            facts = facts.WithFindings([exception.Finding]);
        }
    }

    private void Note(RotationKey key, PublishResult result)
    {
        facts = facts.WithFindings(result.Findings);
        if (result.Outcome == PublishOutcome.WaitsForPerson)
        {
            facts = facts with { ByHand = [.. facts.ByHand, key.Selector] };
        }
    }

    private void Intend(RotationStep step, string selector)
    {
        journal = journal with { Current = State with { Intent = new RotationIntent(step, selector) } };
        Save();
    }

    private void Save()
    {
        if (request.DryRun || ReferenceEquals(journal, written) || RotationJournalText.Same(journal, written))
        {
            return;
        }

        journal = journal with { Written = Now };
        ports.Journals.Write(journal);
        written = journal;
    }
}
