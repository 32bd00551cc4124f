using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Rotation.Planning;

namespace OpteriusDkim.Rotation;

/// <summary>
/// Carries domains' rotations on, as far as is safe: many at once, their switches by one edit and one reload, and one
/// domain's failure as its own.
/// </summary>
internal sealed class RotationService
{
    private static readonly TimeSpan BetweenNotices = TimeSpan.FromDays(1);

    private readonly RotationSettings settings;
    private readonly RotationPorts ports;
    private readonly RotationReport report;
    private readonly int limit;

    /// <summary>Puts it together; nothing is read yet.</summary>
    /// <param name="settings">How rotations go.</param>
    /// <param name="parts">What they are carried out with.</param>
    /// <param name="limit">How many domains are worked on at once.</param>
    public RotationService(RotationSettings settings, RotationParts parts, int limit)
    {
        (this.settings, this.limit) = (settings, limit);
        ports = new RotationPorts(
            new RotationDns(parts.Zones, parts.Publishers),
            new RotationSigner(parts.Signer, parts.Proof, parts.Reload, parts.Keys, settings.StateDirectory, parts.Clock),
            new RotationKeys(parts.Keys, parts.Ed25519),
            new FileRotationJournals(settings.StateDirectory),
            new RotationClock(parts.Clock));
        report = new RotationReport(settings);
    }

    /// <summary>Runs once.</summary>
    /// <param name="requests">What is asked; one a domain.</param>
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

    /// <summary>The selectors that sign for a domain, as its tables say.</summary>
    /// <param name="domain">The domain.</param>
    /// <exception cref="DkimException">They can't be read.</exception>
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

        var summary = RotationSummary.Of(plan, [.. run.Findings, .. Warnings(run.Policy)]);
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
        journal.Save(run.With(run.State with { Outlook = summary, NotifiedAt = notifiedAt }));
        return failure is null ? rotation : report.Of(run.Domain, plan.State, summary);
    }

    private static DkimRotation? WithoutRotation(RotationRun run) => run switch
    {
        { Recent: { } recent } => RotationReport.Of(run.Domain, recent, [.. run.Findings, TooSoon(run, recent)]),
        { Journal.Past: [.., var last] } => RotationReport.Of(run.Domain, last, run.Findings),
        _ => null,
    };

    private static DkimRotation WithPlan(DkimRotation rotation, RotationSchedule forecast) => rotation with
    {
        NewSelector = forecast.NewSelector,
        NextAction = rotation.NextAction.Length == 0 && forecast.Steps.Count > 0 ? forecast.Steps[0].Action : rotation.NextAction,
        SafeToActivateAt = rotation.SafeToActivateAt ?? forecast.ActivateAt,
        SafeToRemoveAt = rotation.SafeToRemoveAt ?? forecast.RemoveAt,
        Plan = forecast.Steps,
    };

    private static DkimFinding TooSoon(RotationRun run, PastRotation last) => FindingTable.RotationTooSoon.With(
        ("domain", run.Domain),
        ("selector", last.New?.Selector),
        ("ended", last.EndedAt.Utc.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
        ("interval", run.Policy.Interval));

    private static DkimFinding[] Warnings(RotationPolicy policy) =>
        policy.SaferDrain is { } safer ? [FindingTable.DrainShort.With(("drain", policy.Drain), ("safer", safer))] : [];

    /// <summary>Tells the script once when a rotation begins to wait for a person, and once a day after.</summary>
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

        log.Report($"Running {path}, since the rotation of {run.Domain} requires action.");
        return (now, new NotifyScript(path).TellAsync(rotation, cancellation).GetAwaiter().GetResult());
    }
}
