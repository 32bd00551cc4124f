using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Rotation.Journals;
using OpteriusDkim.Rotation.Planning;

namespace OpteriusDkim.Rotation;

/// <summary>Continues domains' rotations as far as is safe, and reports them.</summary>
/// <param name="settings">The settings of rotations.</param>
/// <param name="ports">What rotations see and change.</param>
/// <param name="limit">How many domains are worked on at once.</param>
internal sealed class RotationService(RotationSettings settings, RotationPorts ports, int limit)
{
    private static readonly TimeSpan BetweenNotices = TimeSpan.FromDays(1);

    private readonly RotationReport report = new(settings);

    /// <summary>Runs once.</summary>
    /// <param name="requests">The requests, one per domain.</param>
    /// <param name="done">Receives each domain's rotation when nothing more can be done now, on any thread.</param>
    /// <param name="failed">Receives what ended a domain's run.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends it; no step is left half done.</param>
    public Task RunAsync(
        IReadOnlyList<RotationRequest> requests,
        Action<DkimRotation> done,
        Action<RotationRequest, DkimException> failed,
        IProgressLog log,
        CancellationToken cancellation)
    {
        var callbacks = new RotationCallbacks(
            (result, journal) =>
            {
                if (Conclude(result, journal, log, cancellation) is { } rotation)
                {
                    done(rotation);
                }
            },
            failed);
        return new RotationEngine(ports, settings.PolicyOf, callbacks, log, limit).RunAsync(requests, cancellation);
    }

    /// <summary>The selectors that sign for a domain according to the signer's tables.</summary>
    /// <exception cref="DkimException">The tables can't be read.</exception>
    public IReadOnlyList<Selector> SigningSelectors(DomainName domain) =>
        [.. ports.Signer.Read(domain).Keys.Select(key => Selector.Parse(key.Selector))];

    /// <summary>Runs the notification script where a person has to act, keeps the summary in the journal, and reports the result.</summary>
    private DkimRotation? Conclude(RotationResult result, LockedJournal journal, IProgressLog log, CancellationToken cancellation)
    {
        var run = result.Run;
        if (result.Plan is not { } plan)
        {
            return WithoutRotation(run);
        }

        var summary = plan.After([.. run.Findings, .. Warnings(run.Policy)]);
        if (result is RotationResult.Done { IsUnchanged: true })
        {
            return RotationReport.Of(run.Domain, plan.State, ports.Clock.Now.Utc, [.. run.Findings, .. plan.Findings]);
        }

        if (plan.IsOver && !run.Request.DryRun)
        {
            return RotationReport.Of(run.Domain, run.Journal.Past[^1], summary.Findings);
        }

        var rotation = report.Of(run.Domain, plan.State, summary);
        if (run.Request.DryRun)
        {
            return plan.IsOver ? rotation : WithPlan(rotation, RotationSchedule.Of(run.Domain, plan, run.Policy, ports.Clock.Now.Utc));
        }

        var (notifiedAt, failure) = Notify(run, rotation, log, cancellation);
        summary = failure is null ? summary : summary with { Findings = [.. summary.Findings, failure] };
        journal.Save(run.With(run.State with { Summary = summary, NotifiedAt = notifiedAt }));
        return failure is null ? rotation : report.Of(run.Domain, plan.State, summary);
    }

    private static DkimRotation? WithoutRotation(RotationRun run) => run switch
    {
        { Recent: { } recent } => RotationReport.Of(run.Domain, recent, [.. run.Findings, TooSoon(run, recent)]),
        { Journal.Past: [.., var last] } => RotationReport.Of(run.Domain, last, run.Findings),
        _ => null,
    };

    private static DkimRotation WithPlan(DkimRotation rotation, RotationSchedule schedule) => rotation with
    {
        NewSelector = schedule.NewSelector,
        NextAction = rotation.NextAction.Length == 0 && schedule.Steps.Count > 0 ? schedule.Steps[0].Action : rotation.NextAction,
        SafeToActivateAt = rotation.SafeToActivateAt ?? schedule.ActivateAt,
        SafeToRemoveAt = rotation.SafeToRemoveAt ?? schedule.RemoveAt,
        Plan = schedule.Steps,
    };

    private static DkimFinding TooSoon(RotationRun run, PastRotation last) => FindingTable.RotationTooSoon.With(
        ("domain", run.Domain),
        ("selector", last.New?.Selector),
        ("ended", last.EndedAt.Utc.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
        ("interval", run.Policy.Interval));

    private static DkimFinding[] Warnings(RotationPolicy policy) =>
        policy.SaferDrain is { } safer ? [FindingTable.DrainShort.With(("drain", policy.Drain), ("safer", safer))] : [];

    /// <summary>Runs the script when a rotation begins to wait for a person, and once a day after that.</summary>
    private (DateTime? NotifiedAt, DkimFinding? Failure) Notify(
        RotationRun run, DkimRotation rotation, IProgressLog log, CancellationToken cancellation)
    {
        if (rotation.WaitingFor != RotationWait.Person || run.Policy.Notify is not { } path)
        {
            return (null, null);
        }

        var now = ports.Clock.Now.Utc;
        if (run.State.NotifiedAt is { } before && now >= before && now - before < BetweenNotices)
        {
            return (before, null);
        }

        log.Report($"Running {path}, since the {run.State.Kind.Noun()} of {run.Domain} requires action.");
        return (now, new NotifyScript(path).RunAsync(rotation, cancellation).GetAwaiter().GetResult());
    }
}
