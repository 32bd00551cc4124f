namespace OpteriusDkim.Tests;

/// <summary>Which selector of a delegation a rotation takes, and what it waits for.</summary>
public sealed class DelegatedSelectorTests
{
    private static readonly DomainName Domain = DomainName.Parse("example.com");
    private static readonly RotationKey First = RotationKey.Of(Selector.Parse("s1"), SampleKey.Rsa.PublicKey);
    private static readonly RotationKey Second = RotationKey.Of(Selector.Parse("s2"), SampleKey.OtherRsa.PublicKey);
    private static readonly BootTimestamp Start = new(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc), "boot", TimeSpan.FromDays(1));
    private static readonly TimeSpan Cached = CacheMargin.Over(3600, TimeSpan.Zero);

    [Theory]
    [InlineData("s1", "s2")]
    [InlineData("s2", "s3")]
    [InlineData("s3", "s1")]
    [InlineData("mail", "s1")]
    public void Selectors_take_turns(string old, string next)
    {
        var plan = Plan(StateOf(old), FactsOf(old));
        Assert.Equal((RotationStep.Observe, next), (plan.Step, plan.Selector));
        var generating = Plan(StateOf(old), FactsOf(old).Observed(next, Seen()));
        Assert.Equal((RotationStep.Generate, next), (generating.Step, generating.Selector));
    }

    [Fact]
    public void A_selector_that_was_used_before_is_used_again_when_no_cache_can_hold_its_record()
    {
        var facts = FactsOf("s1").Observed("s2", Seen()) with { Retired = [new RetiredSelector("s2", Start, 3600)] };

        var waiting = Plan(StateOf("s1"), facts, Later(Cached - TimeSpan.FromSeconds(1)), "s2", "s1");
        Assert.Equal((RotationWait.Time, Start.Utc + Cached), (waiting.WaitingFor, waiting.NotBefore));
        Assert.Contains("s2", waiting.NextAction, StringComparison.Ordinal);

        Assert.Equal("s2", Plan(StateOf("s1"), facts, Later(Cached), "s2", "s1").Selector);
    }

    [Fact]
    public void A_record_with_a_longer_TTL_is_waited_for_longer()
    {
        var facts = FactsOf("s1").Observed("s2", Seen()) with { Retired = [new RetiredSelector("s2", Start, 86400)] };
        Assert.Equal(Start.Utc + CacheMargin.Over(86400, TimeSpan.Zero), Plan(StateOf("s1"), facts, Later(Cached), "s2").NotBefore);
    }

    [Theory]
    [InlineData(true, 0, 86400)]
    [InlineData(false, 3600, 3600 + 1 + 60)]
    public void A_record_that_a_late_or_former_server_may_still_give_is_waited_for_longer(bool partly, int nsTtl, int more)
    {
        var retired = new RetiredSelector("s2", Start, 3600) { PartlyPublished = partly, NsTtl = nsTtl };
        var facts = FactsOf("s1").Observed("s2", Seen()) with { Retired = [retired] };
        Assert.Equal(Start.Utc + Cached + TimeSpan.FromSeconds(more), Plan(StateOf("s1"), facts, Later(Cached), "s2").NotBefore);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 7200)]
    public void A_key_that_is_given_up_and_a_zone_that_moves_are_noted(bool seenEverywhere, int nsTtl)
    {
        var watch = new RecordWatch { RightSince = seenEverywhere ? Start : null, Moved = nsTtl > 0, NsTtl = 7200 };
        var state = (StateOf("s1") with { New = Second, PublishAsked = true, Watch = watch, Phase = RotationPhase.Published })
            .WithoutNew(recordGone: false);
        Assert.Equal(!seenEverywhere, state.Outgoing[0].PartlyPublished);

        state = state.With(state.Outgoing[0] with { RemovalAsked = true, RemovalAccepted = true });
        var facts = FactsOf("s1").Observed("s2", Seen()) with { Stored = [First, Second] };
        var plan = Plan(state, facts);
        Assert.Equal((RotationStep.DeleteKey, nsTtl), (plan.Step, plan.State.Outgoing[0].Retired!.NsTtl));
    }

    [Fact]
    public void While_the_mail_of_the_only_other_selector_drains_it_waits_and_says_until_when()
    {
        var state = StateOf("s1") with
        {
            Compromised = true, Outgoing = [new OutgoingKey(Second, Signed: true) { UnusedSince = Start }],
        };
        var facts = FactsOf("s1") with { Stored = [First, Second] };

        var plan = Plan(state, facts, Later(TimeSpan.FromMinutes(1)));

        Assert.Equal((RotationStep.None, RotationWait.Time), (plan.Step, plan.WaitingFor));
        Assert.Equal(Start.Utc + Policy().Drain, plan.NotBefore);
        Assert.Contains("s2", plan.NextAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_CNAME_that_does_not_lead_to_our_zone_is_waited_for_unless_another_does()
    {
        var facts = FactsOf("s1").Observed("s2", Seen() with { AliasFaults = [Fault] });

        var waiting = Plan(StateOf("s1"), facts);
        Assert.Equal((RotationWait.Person, "s2"), (waiting.WaitingFor, waiting.AliasOf));
        Assert.Contains("s2._domainkey.example.com to s2.example.com.dkim.example.net", waiting.NextAction, StringComparison.Ordinal);
        Assert.Contains(Fault, waiting.Findings);

        var other = Plan(StateOf("s1"), facts.Observed("s3", Seen()), Start, three: true);
        Assert.Equal((RotationStep.Generate, "s3"), (other.Step, other.Selector));
        Assert.Contains(Fault, other.Findings);
    }

    [Fact]
    public void A_selector_with_another_key_or_a_foreign_record_is_not_taken()
    {
        var stored = Plan(StateOf("s1"), FactsOf("s1") with { Stored = [First, Second] });
        Assert.Equal(RotationWait.Person, stored.WaitingFor);
        Assert.Contains("s2 has a key", stored.NextAction, StringComparison.Ordinal);

        var foreign = Plan(StateOf("s1"), FactsOf("s1").Observed("s2", Seen(RecordState.Other)));
        Assert.Equal(RotationWait.Person, foreign.WaitingFor);
        Assert.Contains(nameof(FindingTable.SelectorForeign), foreign.Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData(RotationPhase.Prepared)]
    [InlineData(RotationPhase.Published)]
    [InlineData(RotationPhase.Proven)]
    [InlineData(RotationPhase.Draining)]
    public void Without_the_new_CNAME_the_rotation_stays_where_it_is_and_says_so(RotationPhase phase)
    {
        var state = StateOf("s1") with { New = Second, Phase = phase, PublishAsked = phase > RotationPhase.Prepared };
        state = phase < RotationPhase.Draining ? state : state.StartRetiring(new OutgoingKey(First, Signed: true) { UnusedSince = Start });
        var signs = phase < RotationPhase.Draining ? First : Second;
        var facts = new RotationFacts(Domain, [First, Second], new SigningFacts([signs], null))
            .Observed("s1", Seen(RecordState.Right)).Observed("s2", Seen() with { AliasFaults = [Fault] }).Try(RotationStep.Publish, "s2");

        var plan = Plan(state, facts, Later(Policy().Drain * 2));

        Assert.Equal((RotationStep.None, RotationWait.Person, "s2"), (plan.Step, plan.WaitingFor, plan.AliasOf));
        Assert.Contains(Fault, plan.Findings);
    }

    [Fact]
    public void Without_the_CNAME_of_the_key_that_signs_its_owner_is_asked_for_it()
    {
        var facts = FactsOf("s1").Observed("s1", Seen() with { AliasFaults = [Fault] }).Observed("s2", Seen())
            .Try(RotationStep.Generate, "s2");
        var plan = Plan(StateOf("s1"), facts);
        Assert.Equal((RotationWait.Person, "s1"), (plan.WaitingFor, plan.AliasOf));
        Assert.Contains(nameof(FindingTable.SigningRecordLost), plan.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void A_removed_record_is_remembered_until_its_selector_is_free()
    {
        var outgoing = new OutgoingKey(First, Signed: true)
        {
            UnusedSince = Start, RemovalAsked = true, RemovalAccepted = true, LongestTtl = 7200,
        };
        var state = (StateOf("s1") with { New = Second, Phase = RotationPhase.Draining, PublishAsked = true }).StartRetiring(outgoing);
        var facts = new RotationFacts(Domain, [Second], new SigningFacts([Second], null))
            .Observed("s1", Seen()).Observed("s2", Seen(RecordState.Right));

        var end = Plan(state, facts, Later(Policy().Drain));
        Assert.Equal(RotationPhase.Completed, end.State.Phase);
        var journal = (new Journal("example.com") { Current = end.State }).Ended(Later(Policy().Drain));

        Assert.Equal([new RetiredSelector("s1", Later(Policy().Drain), 7200)], journal.Retired);
        Assert.Equal(journal.Retired, JournalText.Read(Domain, JournalText.Write(journal), "journal").Retired);
    }

    [Fact]
    public void A_tombstone_is_left_at_ordinary_selectors_only()
    {
        var policy = Policy() with { Retire = RetireMode.Revoke };
        Assert.False(policy.LeavesTombstone(new OutgoingKey(First, Signed: true)));
        Assert.True(policy.LeavesTombstone(new OutgoingKey(First with { Selector = "mail" }, Signed: true)));
    }

    [Theory]
    [InlineData("mail", null, null, nameof(FindingTable.SelectorNotDelegated))]
    [InlineData("s2", null, null, null)]
    [InlineData(null, "mail", null, nameof(FindingTable.SelectorNotDelegated))]
    [InlineData(null, "mail", "mail", null)]
    public void A_selector_outside_of_the_set_is_refused_unless_its_key_exists(
        string? newSelector, string? registered, string? stored, string? code)
    {
        var delegation = Policy().Delegation;
        var request = new RotationRequest(Domain) { Selector = registered is null ? null : Selector.Parse(registered) };
        var facts = new RotationFacts(Domain, stored is null ? [] : [First with { Selector = stored }], new SigningFacts([], null));
        var exception = Record.Exception(() =>
        {
            DelegationStart.RequireDelegated(newSelector is null ? null : Selector.Parse(newSelector), delegation);
            DelegationStart.KeysFor(request, facts, delegation);
        });
        Assert.Equal(code, (exception as NotFoundException)?.Finding.Code);
    }

    [Fact]
    public void A_registration_does_not_adopt_an_ordinary_key_that_does_not_sign()
    {
        var ordinary = First with { Selector = "mail" };
        var request = new RotationRequest(Domain) { Kind = RotationKind.Registration };
        var facts = new RotationFacts(Domain, [ordinary, Second], new SigningFacts([], null));
        Assert.Equal([Second], DelegationStart.KeysFor(request, facts, Policy().Delegation).Stored);
        Assert.Equal([ordinary, Second], DelegationStart.KeysFor(request, facts, null).Stored);
        facts = facts with { Signing = new SigningFacts([ordinary], null) };
        Assert.Equal([ordinary, Second], DelegationStart.KeysFor(request, facts, Policy().Delegation).Stored);
    }

    private static DkimFinding Fault { get; } = FindingTable.DelegationUnchecked.With(
        ("name", "n"), ("target", "t"), ("reason", "r"), ("domain", "d"));

    private static RotationState StateOf(string old) => new(First with { Selector = old }, Start);

    private static RotationFacts FactsOf(string old)
    {
        var key = First with { Selector = old };
        return new RotationFacts(Domain, [key], new SigningFacts([key], null)).Observed(old, Seen(RecordState.Right));
    }

    private static RecordObservation Seen(RecordState state = RecordState.Gone) => new([new ServerObservation("ns1", state)]);

    private static RotationPlan Plan(
        RotationState state, RotationFacts facts, BootTimestamp? now = null, params string[] history) => RotationPlanner.Plan(
        state, facts, Policy(three: state.Old?.Selector is not "s1"), history, now ?? Start);

    private static RotationPlan Plan(RotationState state, RotationFacts facts, BootTimestamp now, bool three) =>
        RotationPlanner.Plan(state, facts, Policy(three), [], now);

    private static RotationPolicy Policy(bool three = false) => new()
    {
        Delegation = new Delegation(
            Domain,
            DomainName.Parse("dkim.example.net"),
            [.. (three ? (string[])["s1", "s2", "s3"] : ["s1", "s2"]).Select(Selector.Parse)],
            DelegationTemplate.Parse("{selector}.{domain}")!),
    };

    private static BootTimestamp Later(TimeSpan time) => Start with { Utc = Start.Utc + time, Uptime = Start.Uptime + time };
}
