using OpteriusDkim.Names;
using OpteriusDkim.Records;
using OpteriusDkim.Rotation.Planning;

namespace OpteriusDkim.Rotation;

/// <summary>Makes the public objects that show rotations.</summary>
internal sealed class RotationReport(RotationSettings settings)
{
    /// <summary>A rotation in progress.</summary>
    public DkimRotation Of(DomainName domain, RotationState state, RotationSummary summary)
    {
        var policy = settings.PolicyOf(domain);
        return new DkimRotation
        {
            Domain = domain.Value,
            Kind = state.Kind,
            OldSelector = state.First?.Selector,
            NewSelector = state.Second?.Selector,
            Phase = state.Phase,
            WaitingFor = summary.WaitingFor,
            IsAborting = IsAborting(state),
            NextAction = IsAborting(state) && summary.NextAction.Length > 0
                ? $"The {state.Kind.Noun()} is being aborted. {summary.NextAction}"
                : summary.NextAction,
            NotBefore = summary.NotBefore,
            SafeToActivateAt = SafeToActivateAt(state, policy),
            SafeToRemoveAt = SafeToRemoveAt(state, policy),
            Record = RecordOf(domain, state, summary, policy),
            RecordAction = ActionOn(state, summary, policy),
            StartedAt = state.StartedAt.Utc,
            Findings = summary.Findings,
        };
    }

    /// <summary>A rotation that is over.</summary>
    public static DkimRotation Of(DomainName domain, PastRotation past, IReadOnlyList<DkimFinding> findings) => new()
    {
        Domain = domain.Value,
        Kind = past.Kind,
        OldSelector = past.Old?.Selector,
        NewSelector = past.New?.Selector,
        Phase = past.Phase,
        NextAction = RotationPlanner.NoAction(past.Kind, past.Phase),
        StartedAt = past.StartedAt,
        EndedAt = past.EndedAt.Utc,
        Findings = findings,
    };

    /// <summary>A domain that signs already with a key proven in DNS: nothing was changed to register it.</summary>
    public static DkimRotation Of(DomainName domain, RotationState registered, DateTime now, IReadOnlyList<DkimFinding> findings) => new()
    {
        Domain = domain.Value,
        Kind = RotationKind.Registration,
        OldSelector = null,
        NewSelector = registered.New?.Selector,
        Phase = RotationPhase.Completed,
        NextAction = $"No action needed: {domain} signs with a key that is proven in DNS.",
        EndedAt = now,
        Findings = findings,
    };

    /// <summary>A rotation that somebody has to start.</summary>
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

    /// <summary>When the last of the outgoing keys that signed may be removed.</summary>
    private static DateTime? SafeToRemoveAt(RotationState state, RotationPolicy policy)
    {
        var signed = state.Outgoing.Where(key => key.Signed && !key.RecordGone).ToArray();
        return signed.Length == 0 || signed.Any(key => key.UnusedSince is null)
            ? null
            : signed.Max(key => key.UnusedSince!.Value.Utc + (key.Compromised ? TimeSpan.Zero : policy.Drain));
    }

    /// <summary>What a person has to do with a record; null for nothing.</summary>
    private static string? ActionOn(RotationState state, RotationSummary summary, RotationPolicy policy)
    {
        if (summary.RecordOf is null && summary.AliasOf is null)
        {
            return null;
        }

        if (!summary.RecordGoes)
        {
            return "Publish";
        }

        return OutgoingOf(state, summary) is { } outgoing && policy.LeavesTombstone(outgoing) ? "Replace" : "Remove";
    }

    /// <summary>The record that a person has to publish or remove; null for none.</summary>
    private DkimDnsRecord? RecordOf(DomainName domain, RotationState state, RotationSummary summary, RotationPolicy policy)
    {
        var provider = settings.ProviderOf(domain);
        if (summary.AliasOf is { } alias)
        {
            var selector = Selector.Parse(alias);
            return policy.Delegation is { } delegation
                ? DkimDnsRecord.ForAlias(
                    delegation.AliasOf(selector), delegation.TargetOf(selector), new RecordOptions(provider, policy.Ttl))
                : null;
        }

        if (summary.RecordOf is not { } key)
        {
            return null;
        }

        var name = key.NameIn(domain);
        var shown = DkimDnsRecord.For(
            new RecordToPublish(policy.Delegation?.PlaceOf(name) ?? name, key.Key, policy.Ttl)
            {
                IsTombstone = summary.RecordGoes && OutgoingOf(state, summary) is { } outgoing && policy.LeavesTombstone(outgoing),
            },
            provider);
        return summary.RecordAt is { } target ? shown.At(target) : shown;
    }

    private static OutgoingKey? OutgoingOf(RotationState state, RotationSummary summary) =>
        state.Outgoing.FirstOrDefault(other => other.Key.Selector == summary.RecordOf?.Selector);
}
