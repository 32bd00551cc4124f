namespace OpteriusDkim.Tests;

/// <summary>A fault injected into the planner's input, to show that the simulation's checks can fail.</summary>
public enum PlannerFault
{
    None,

    /// <summary>Negative TTLs are reported as 0.</summary>
    NoNegativeTtl,

    /// <summary>The margin for caches is 0.</summary>
    NoMargin,

    /// <summary>Every server is reported with the first one's answer.</summary>
    OneServerSpeaksForAll,

    /// <summary>Mail is in transit for longer than the drain.</summary>
    ShortDrain,

    /// <summary>A signer that could not be reloaded is reported as proved.</summary>
    EverySignerProved,

    /// <summary>Only the wall clock is used.</summary>
    WallClockOnly,

    /// <summary>The journal does not record the step in progress.</summary>
    ForgetfulJournal,

    /// <summary>The journal does not record when the record of a delegated selector was removed.</summary>
    ForgottenSelectors,

    /// <summary>The journal does not record which CNAMEs were wrong once a rotation has ended.</summary>
    ForgottenAliases,

    /// <summary>The zone with the CNAMEs of a delegated domain is not observed.</summary>
    OwnersZoneIgnored,
}
