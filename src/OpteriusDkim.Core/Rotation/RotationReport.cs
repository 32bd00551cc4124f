using OpteriusDkim.Names;
using OpteriusDkim.Records;
using OpteriusDkim.Rotation.Planning;

namespace OpteriusDkim.Rotation;

/// <summary>Shows rotations as they are told to people.</summary>
/// <param name="settings">How records are shown and rotations go.</param>
internal sealed class RotationReport(RotationSettings settings)
{
    /// <summary>A rotation under way.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="state">The rotation.</param>
    /// <param name="outlook">What it waits for.</param>
    public DkimRotation Of(DomainName domain, RotationState state, RotationSummary outlook)
    {
        var policy = settings.PolicyOf(domain);
        return new DkimRotation
        {
            Domain = domain.Value,
            OldSelector = state.First.Selector,
            NewSelector = state.Second?.Selector,
            Phase = state.Phase,
            WaitingFor = outlook.WaitingFor,
            IsAborting = IsAborting(state),
            NextAction = IsAborting(state) && outlook.NextAction.Length > 0
                ? $"The rotation is being aborted. {outlook.NextAction}"
                : outlook.NextAction,
            NotBefore = outlook.NotBefore,
            SafeToActivateAt = SafeToActivateAt(state, policy),
            SafeToRemoveAt = SafeToRemoveAt(state, policy),
            Record = outlook.RecordOf is { } key ? RecordOf(domain, state, key, outlook, policy) : null,
            RecordAction = outlook.RecordOf is { } acted ? ActionOn(state, acted, outlook, policy) : null,
            StartedAt = state.StartedAt.Utc,
            Findings = outlook.Findings,
        };
    }

    /// <summary>A rotation that is over.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="past">The rotation.</param>
    /// <param name="findings">What was found.</param>
    public static DkimRotation Of(DomainName domain, PastRotation past, IReadOnlyList<DkimFinding> findings) => new()
    {
        Domain = domain.Value,
        OldSelector = past.Old.Selector,
        NewSelector = past.New?.Selector,
        Phase = past.Phase,
        NextAction = RotationPlanner.NoAction(past.Phase),
        StartedAt = past.StartedAt,
        EndedAt = past.EndedAt.Utc,
        Findings = findings,
    };

    /// <summary>A rotation that somebody has to start.</summary>
    /// <param name="due">What is due.</param>
    public static DkimRotation Of(DueRotation due) => new()
    {
        Domain = due.Domain.Value,
        OldSelector = due.Selector.Value,
        Phase = RotationPhase.Prepared,
        WaitingFor = RotationWait.Person,
        NextAction = $"Start the rotation when you can publish a record: Invoke-DkimRotation {due.Domain} -Selector {due.Selector} -Force",
        Findings = [due.Finding],
    };

    private static bool IsAborting(RotationState state) =>
        state.Aborting && state.Phase is not (RotationPhase.Completed or RotationPhase.Aborted);

    private static DateTime? SafeToActivateAt(RotationState state, RotationPolicy policy)
    {
        if (state.Watch.RightSince is not { } since || state.New is null)
        {
            return null;
        }

        return state.Compromised ? since.Utc : since.Utc + state.Watch.Needed(policy.Ttl);
    }

    /// <summary>The last moment at which one of the outgoing keys that signed is free to go.</summary>
    private static DateTime? SafeToRemoveAt(RotationState state, RotationPolicy policy)
    {
        var signed = state.Outgoing.Where(key => key.Signed && !key.RecordGone).ToArray();
        return signed.Length == 0 || signed.Any(key => key.UnusedSince is null)
            ? null
            : signed.Max(key => key.UnusedSince!.Value.Utc + (key.Compromised ? TimeSpan.Zero : policy.Drain));
    }

    private static string ActionOn(RotationState state, RotationKey key, RotationSummary outlook, RotationPolicy policy)
    {
        if (!outlook.RecordGoes)
        {
            return "Publish";
        }

        return state.Outgoing.FirstOrDefault(other => other.Key.Selector == key.Selector) is { } outgoing
            && policy.LeavesTombstone(outgoing)
            ? "Replace"
            : "Remove";
    }

    private DkimDnsRecord RecordOf(DomainName domain, RotationState state, RotationKey key, RotationSummary outlook, RotationPolicy policy)
    {
        var outgoing = outlook.RecordGoes ? state.Outgoing.FirstOrDefault(other => other.Key.Selector == key.Selector) : null;
        var shown = DkimDnsRecord.For(
            new RecordToPublish(key.NameIn(domain), key.Key, policy.Ttl)
            {
                IsTombstone = outgoing is not null && policy.LeavesTombstone(outgoing),
            },
            settings.ProviderOf(domain));
        return outlook.RecordAt is { } target ? shown.At(target) : shown;
    }
}
