using OpteriusDkim.Names;
using OpteriusDkim.Rotation.Planning;

namespace OpteriusDkim.Rotation;

/// <summary>
/// The steps that a rotation still has to take if nothing goes wrong, each with the earliest time. Times are lower bounds,
/// since servers and people may take longer.
/// </summary>
internal sealed class RotationSchedule
{
    private readonly DomainName domain;
    private readonly RotationPlan plan;
    private readonly RotationPolicy policy;
    private readonly List<DkimRotationStep> steps = [];
    private DateTime? time;

    private RotationSchedule(DomainName domain, RotationPlan plan, RotationPolicy policy, DateTime now)
    {
        this.domain = domain;
        this.plan = plan;
        this.policy = policy;
        time = now;
    }

    /// <summary>The steps.</summary>
    public IReadOnlyList<DkimRotationStep> Steps => steps;

    /// <summary>The selector of the new key, which may not have been generated yet.</summary>
    public string? NewSelector => State.Second?.Selector ?? (plan.Step == RotationStep.Generate ? plan.Selector : null);

    /// <summary>When the new key may sign at the earliest.</summary>
    public DateTime? ActivateAt { get; private set; }

    /// <summary>When the old record may be removed at the earliest.</summary>
    public DateTime? RemoveAt { get; private set; }

    private RotationState State => plan.State;

    /// <summary>Lists the steps from a time in UTC on.</summary>
    public static RotationSchedule Of(DomainName domain, RotationPlan plan, RotationPolicy policy, DateTime now)
    {
        var schedule = new RotationSchedule(domain, plan, policy, now);
        schedule.AddSteps();
        return schedule;
    }

    private void AddSteps()
    {
        var incoming = State.New?.Selector ?? (State.Aborting ? null : NewSelector);
        if (incoming is not null && State.Phase < RotationPhase.Draining)
        {
            Publish(incoming);
            Switch(incoming);
        }

        if (State.EndsUnsigned && State is { Phase: < RotationPhase.Draining, Old: { } signs })
        {
            Add(
                RotationPhase.Draining,
                $"Stop signing with {signs.Selector}: change the signer's tables, reload it and test that it doesn't.");
        }

        Remove(incoming);
    }

    private void Publish(string selector)
    {
        if (State.New is null)
        {
            var algorithm = State.Algorithm ?? policy.Key.Algorithm;
            Add(
                RotationPhase.Prepared,
                $"Generate a key ({(algorithm == DkimKeyAlgorithm.Rsa ? $"RSA {State.KeySize ?? policy.Key.KeySize}" : "Ed25519")}) "
                + $"with the selector {selector}.");
        }

        if (State.Watch.RightSince is null)
        {
            Add(
                RotationPhase.Published,
                policy.Manual ? $"You publish the record {NameOf(selector)}." : $"Publish the record {NameOf(selector)}.");
            time = policy.Manual ? null : time;
        }
    }

    private void Switch(string selector)
    {
        // Until the record is right everywhere, caches may hold "no such name", or a wrong record for the TTL of the right one.
        var watch = State.Watch.RightSince is null ? State.Watch with { WasOtherwise = true } : State.Watch;
        var needed = State.Compromised ? TimeSpan.Zero : watch.Needed(policy.Ttl);
        time = State.Watch.RightSince is { } since ? Later(since.Utc + needed) : time + needed;
        ActivateAt = time;
        Add(RotationPhase.Proven, State.Compromised
            ? "Continue once all name servers serve the record, without waiting for caches."
            : $"Continue once all name servers have served the record for {Duration.Of(needed)}.");
        Add(
            State.Old is null && State.Outgoing.All(key => key.IsDone) ? RotationPhase.Completed : RotationPhase.Draining,
            State.Old is { } old
                ? $"Switch the signer to {selector}, {(State.Compromised ? "restart" : "reload")} it and verify a signature. Selector "
                    + $"{old.Selector} stops signing."
                : $"Sign with {selector}: change the signer's tables, reload it and verify a signature.");
    }

    private void Remove(string? incoming)
    {
        var outgoing = State.Outgoing.Where(key => !key.IsDone).ToList();
        if (incoming is not null && State.Phase < RotationPhase.Draining && State.OldOutgoing is { } old && !outgoing.Contains(old))
        {
            outgoing.Add(old);
        }

        var end = State.Aborting ? RotationPhase.Aborted : RotationPhase.Completed;
        foreach (var key in outgoing)
        {
            var drain = !key.Signed || key.Compromised ? TimeSpan.Zero : policy.Drain;
            var at = key.UnusedSince switch
            {
                { } since => Later(since.Utc + drain),
                _ when key.Signed => time + drain,
                _ => time,
            };
            RemoveAt = key.Signed ? at : RemoveAt;
            steps.Add(new DkimRotationStep(end, at, RemovalOf(key)));
        }
    }

    private string RemovalOf(OutgoingKey key)
    {
        var record = key.RecordGone switch
        {
            true => "",
            _ when policy.LeavesTombstone(key) =>
                $"{Who("replace", "Replace")} the record {NameOf(key.Key.Selector)} with one that has an empty p=. ",
            _ => $"{Who("remove", "Remove")} the record {NameOf(key.Key.Selector)}. ",
        };
        var start = record.Length > 0 && !key.Kept ? "Then the" : "The";
        return $"{record}{start} private key of {key.Key.Selector} {(key.Kept ? "stays in the store" : "is deleted")}.";
    }

    private string Who(string you, string module) => policy.Manual ? $"You {you}" : module;

    private DateTime? Later(DateTime other) => time is { } now && now > other ? now : other;

    private void Add(RotationPhase phase, string action) => steps.Add(new DkimRotationStep(phase, time, action));

    private string NameOf(string selector) => new RecordName(domain, Selector.Parse(selector)).Value;
}
