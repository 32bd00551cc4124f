using System.Diagnostics;
using System.Globalization;

namespace OpteriusDkim.Tests;

/// <summary>
/// Random histories in simulated time. A failure is printed step by step, with the seed to replay it:
/// set OPTERIUS_DKIM_SEED to it, or OPTERIUS_DKIM_HISTORIES to another number of histories, and OPTERIUS_DKIM_FIRST to the first seed.
/// </summary>
public sealed class RotationSimulationTests
{
    private const int LongestTrace = 400;

    /// <summary>Histories of delegated domains and of lists are longer.</summary>
    private static int CountOf(HistoryKind kind) =>
        Variable("OPTERIUS_DKIM_HISTORIES") ?? kind switch
    {
        HistoryKind.Delegated => 2_000,
        HistoryKind.DelegatedLives or HistoryKind.Lists => 700,
        _ => 5_000,
    };

    [Fact]
    public void No_history_of_failures_breaks_mail_and_each_one_ends() => Play(HistoryKind.Rotations);

    /// <summary>A registered domain ends signing, and a retired one without keys and records, whatever happened before.</summary>
    [Fact]
    public void No_history_of_registrations_and_retirements_breaks_mail_and_each_one_ends() => Play(HistoryKind.Lives);

    /// <summary>A selector is used again only when nothing of its former key is left, whatever the owner does to the CNAMEs.</summary>
    [Fact]
    public void No_history_of_a_delegated_domain_breaks_mail_and_each_one_ends() => Play(HistoryKind.Delegated);

    /// <summary>A delegated domain ends like any other, and its selectors are free again.</summary>
    [Fact]
    public void No_history_of_registrations_and_retirements_of_a_delegated_domain_breaks_mail_and_each_one_ends() =>
        Play(HistoryKind.DelegatedLives);

    /// <summary>In the end the managed domains are those of the list, and none that it had all along was taken out of service.</summary>
    [Fact]
    public void No_history_of_a_list_removes_a_domain_that_it_has_and_each_one_ends_with_its_domains() => Play(HistoryKind.Lists);

    private static void Play(HistoryKind kind)
    {
        if (Variable("OPTERIUS_DKIM_SEED") is { } seed)
        {
            if (Failure(seed, PlannerFault.None, kind) is { } failure)
            {
                Assert.Fail(failure);
            }

            return;
        }

        var watch = Stopwatch.StartNew();
        var count = CountOf(kind);
        long runs = 0;
        long steps = 0;
        var ends = new Dictionary<RotationPhase, int>();
        var first = Variable("OPTERIUS_DKIM_FIRST") ?? 0;
        for (var i = first; i < first + count; i++)
        {
            try
            {
                var history = Play(i, PlannerFault.None, kind);
                runs += history.Runs;
                steps += history.Steps;
                foreach (var end in history.Ends)
                {
                    ends[end] = ends.GetValueOrDefault(end) + 1;
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Assert.Fail(Failure(i, PlannerFault.None, kind) ?? exception.ToString());
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{count} histories from {first}, {runs} runs, {steps} steps, "
            + $"{string.Join(", ", ends.Select(end => $"{end.Value} {end.Key}"))}, "
            + $"{watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(count < 1000 || ends.Count == 2, "Histories have to end in both ways.");
    }

    private static (int Runs, int Steps, IEnumerable<RotationPhase> Ends) Play(
        int seed, PlannerFault fault, HistoryKind kind, List<string>? trace = null)
    {
        SimHistory[] played = kind switch
        {
            HistoryKind.Lives => [SimHistory.PlayLife(seed, fault, trace)],
            HistoryKind.Delegated => [SimHistory.PlayDelegated(seed, fault, trace)],
            HistoryKind.DelegatedLives => [SimHistory.PlayDelegatedLife(seed, fault, trace)],
            HistoryKind.Lists => SimHost.Play(seed, fault, trace),
            _ => [SimHistory.Play(seed, fault, trace)],
        };
        return (played.Sum(history => history.Runs), played.Sum(history => history.Steps), played.Select(history => history.End));
    }

    /// <summary>Histories that once failed.</summary>
    [Theory]
    [InlineData(85910)] // A user replaced the correct record by a wrong one and restored it, both unobserved.
    [InlineData(90705)] // A signer that was unreachable when the old record was due for removal had signed with the old key until then.
    public void A_history_that_once_broke_mail_no_longer_does(int seed) =>
        Assert.Null(Failure(seed, PlannerFault.None, HistoryKind.Rotations));

    [Theory]
    [InlineData(44837)] // The CNAME of the old key led elsewhere for a while; an abort switched back to it before caches had expired.
    [InlineData(47227)] // A server gave something else while it still had the withdrawn record.
    public void A_history_of_a_delegated_domain_that_once_broke_mail_no_longer_does(int seed) =>
        Assert.Null(Failure(seed, PlannerFault.None, HistoryKind.Delegated));

    [Theory]
    [InlineData(6017)] // The zone moved between an observation of an ordinary selector and one of a delegated selector.
    public void A_life_of_a_delegated_domain_that_once_broke_mail_no_longer_does(int seed) =>
        Assert.Null(Failure(seed, PlannerFault.None, HistoryKind.DelegatedLives));

    /// <summary>Histories with registrations and retirements that once failed.</summary>
    [Theory]
    [InlineData(90030)] // The tables were emptied by hand while the record of the key that had signed was proven.
    [InlineData(103849)] // A signer with an old key was found by the proof for another key.
    [InlineData(110049)] // A key that signed until shortly before its registration was withdrawn without a drain.
    public void A_life_that_once_broke_mail_no_longer_does(int seed) =>
        Assert.Null(Failure(seed, PlannerFault.None, HistoryKind.Lives));

    [Theory]
    [InlineData(PlannerFault.NoNegativeTtl)]
    [InlineData(PlannerFault.NoMargin)]
    [InlineData(PlannerFault.OneServerSpeaksForAll)]
    [InlineData(PlannerFault.ShortDrain)]
    [InlineData(PlannerFault.EverySignerProved)]
    [InlineData(PlannerFault.WallClockOnly)]
    [InlineData(PlannerFault.ForgetfulJournal)]
    public void A_planner_with_wrong_input_is_detected(PlannerFault fault) =>
        Assert.Contains(Enumerable.Range(0, 20_000), seed => Breaks(seed, fault, HistoryKind.Rotations));

    [Theory]
    [InlineData(PlannerFault.NoNegativeTtl)]
    [InlineData(PlannerFault.ShortDrain)]
    [InlineData(PlannerFault.EverySignerProved)]
    [InlineData(PlannerFault.ForgetfulJournal)]
    public void A_planner_with_wrong_input_is_detected_in_lives_too(PlannerFault fault) =>
        Assert.Contains(Enumerable.Range(0, 20_000), seed => Breaks(seed, fault, HistoryKind.Lives));

    [Theory]
    [InlineData(PlannerFault.ForgottenSelectors)]
    [InlineData(PlannerFault.OwnersZoneIgnored)]
    [InlineData(PlannerFault.ShortDrain)]
    public void A_planner_with_wrong_input_is_detected_in_a_delegated_domain_too(PlannerFault fault) =>
        Assert.Contains(Enumerable.Range(0, 20_000), seed => Breaks(seed, fault, HistoryKind.Delegated));

    [Theory]
    [InlineData(PlannerFault.ForgottenSelectors, HistoryKind.DelegatedLives)]
    [InlineData(PlannerFault.ForgottenAliases, HistoryKind.DelegatedLives)]
    [InlineData(PlannerFault.OwnersZoneIgnored, HistoryKind.DelegatedLives)]
    [InlineData(PlannerFault.ShortDrain, HistoryKind.DelegatedLives)]
    [InlineData(PlannerFault.EverySignerProved, HistoryKind.DelegatedLives)]
    [InlineData(PlannerFault.ShortDrain, HistoryKind.Lists)]
    [InlineData(PlannerFault.EverySignerProved, HistoryKind.Lists)]
    public void A_planner_with_wrong_input_is_detected_when_delegated_domains_and_lists_come_and_go(
        PlannerFault fault, HistoryKind kind) =>
        Assert.Contains(Enumerable.Range(0, 20_000), seed => Breaks(seed, fault, kind));

    private static bool Breaks(int seed, PlannerFault fault, HistoryKind kind)
    {
        try
        {
            Play(seed, fault, kind);
            return false;
        }
        catch (SimViolation)
        {
            return true;
        }
    }

    private static string? Failure(int seed, PlannerFault fault, HistoryKind kind)
    {
        var trace = new List<string>();
        try
        {
            Play(seed, fault, kind, trace);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"seed {seed}: {(exception is SimViolation ? exception.Message : exception.ToString())}\n"
                + string.Join('\n', trace.TakeLast(LongestTrace));
        }
    }

    private static int? Variable(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
