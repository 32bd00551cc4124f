namespace OpteriusDkim.Tests;

/// <summary>A lie told to the planner, by which it is shown that the simulation's checks can fail.</summary>
public enum Sabotage
{
    None,

    /// <summary>Negative TTLs are said to be nothing.</summary>
    NoNegativeTtl,

    /// <summary>Caches are said to count exactly.</summary>
    NoMargin,

    /// <summary>Every server is said to give what the first one gives.</summary>
    OneServerSpeaksForAll,

    /// <summary>Mail is on its way for longer than the drain.</summary>
    ShortDrain,

    /// <summary>A signer that could not be reloaded is said to be proved.</summary>
    EverySignerProved,

    /// <summary>The wall clock is believed, whatever the other one says.</summary>
    WallClockOnly,

    /// <summary>The journal forgets what was about to be done.</summary>
    ForgetfulJournal,
}
