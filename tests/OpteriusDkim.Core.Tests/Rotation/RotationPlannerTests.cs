namespace OpteriusDkim.Tests;

/// <summary>Single decisions of the planner that a simulated history once showed to matter.</summary>
public sealed class RotationPlannerTests
{
    private static readonly DomainName Domain = DomainName.Parse("example.com");
    private static readonly RotationKey Old = RotationKey.Of(Selector.Parse("mail"), SampleKey.Rsa.PublicKey);
    private static readonly RotationKey New = RotationKey.Of(Selector.Parse("mail2"), SampleKey.OtherRsa.PublicKey);
    private static readonly BootTimestamp Start = new(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc), "boot", TimeSpan.FromDays(1));
    private static readonly RotationPolicy Policy = new();

    [Fact]
    public void A_signer_that_cannot_be_tested_before_the_removal_restarts_the_drain()
    {
        // It may have signed with the old key all the time, so mail signed a minute ago needs the record.
        var late = Later(Policy.Drain + TimeSpan.FromHours(1));
        var state = Draining(Start);

        var unproved = RotationPlanner.Plan(state, Facts(new SignerProof(ProofOutcome.Unreachable, [])), Policy, [], late);

        Assert.Equal((RotationStep.None, RotationWait.Signer), (unproved.Step, unproved.WaitingFor));
        Assert.Null(unproved.State.Outgoing[0].UnusedSince);

        var later = Later(Policy.Drain + TimeSpan.FromHours(2));
        var proved = RotationPlanner.Plan(unproved.State, Facts(new SignerProof(ProofOutcome.Proved, [])), Policy, [], later);

        Assert.Equal((RotationStep.None, RotationWait.Time, later.Utc + Policy.Drain), (proved.Step, proved.WaitingFor, proved.NotBefore));
    }

    [Fact]
    public void After_the_drain_signing_is_tested_again_before_the_key_is_removed()
    {
        var late = Later(Policy.Drain + TimeSpan.FromSeconds(1));

        Assert.Equal(
            RotationStep.None,
            RotationPlanner.Plan(Draining(Start), Facts(null), Policy, [], Later(Policy.Drain - TimeSpan.FromSeconds(1))).Step);
        Assert.Equal(RotationStep.Prove, RotationPlanner.Plan(Draining(Start), Facts(null), Policy, [], late).Step);
        var removing = RotationPlanner.Plan(Draining(Start), Facts(new SignerProof(ProofOutcome.Proved, [])), Policy, [], late);
        Assert.Equal((RotationStep.Retire, "mail"), (removing.Step, removing.Selector));
    }

    [Fact]
    public void A_generation_that_was_interrupted_is_repeated_with_the_same_selector()
    {
        var state = new RotationState(Old, Start) { Intent = new RotationIntent(RotationStep.Generate, "mail2") };
        var facts = new RotationFacts(Domain, [Old], new SigningFacts([Old], null)).Observed("mail", Observation(RecordState.Right));

        var plan = RotationPlanner.Plan(state, facts, Policy, ["mail2"], Start);
        Assert.Equal((RotationStep.Observe, "mail2"), (plan.Step, plan.Selector));

        var failed = facts.Try(RotationStep.Generate, "mail2").Observed("mail2", Observation(RecordState.Gone));
        var waiting = RotationPlanner.Plan(state, failed, Policy, ["mail2"], Start);
        Assert.Equal((RotationStep.None, RotationWait.Person), (waiting.Step, waiting.WaitingFor));
    }

    [Fact]
    public void An_unusable_selector_costs_one_key_per_run_and_does_not_exhaust_the_template()
    {
        var state = new RotationState(Old, Start) { Skipped = ["mail2"] };
        var facts = new RotationFacts(Domain, [Old], new SigningFacts([Old], null)).Try(RotationStep.Generate, "mail2")
            .Observed("mail", Observation(RecordState.Right));

        Assert.Equal(
            (RotationStep.None, RotationWait.Nothing),
            (
                RotationPlanner.Plan(state, facts, Policy, ["mail2"], Start).Step,
                RotationPlanner.Plan(state, facts, Policy, ["mail2"], Start).WaitingFor));
        Assert.Equal(RotationStep.Observe, RotationPlanner.Plan(state, facts with { Tried = [] }, Policy, ["mail2"], Start).Step);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_server_at_a_private_address_is_not_reported_as_silent(bool isPrivate)
    {
        var look = new RecordObservation([new ServerObservation("ns1", RecordState.Silent) { ProvesNothing = isPrivate }]);
        var state = new RotationState(Old, Start) { New = New, Phase = RotationPhase.Published, PublishAsked = true };
        var facts = new RotationFacts(Domain, [Old, New], new SigningFacts([Old], null)).Observed("mail2", look)
            .Observed("mail", Observation(RecordState.Right));

        var plan = RotationPlanner.Plan(state, facts, Policy, [], Later(TimeSpan.FromMinutes(1)));

        Assert.Equal(!isPrivate, plan.Findings.Any(finding => finding.Code == nameof(FindingTable.ServerSilent)));
    }

    [Fact]
    public void A_rotation_without_a_free_selector_waits_for_the_user()
    {
        var domain = DomainName.Parse(string.Join('.', Enumerable.Repeat(new string('d', 49), 5))[..(253 - "m._domainkey.".Length)]);
        var old = RotationKey.Of(Selector.Parse("m"), SampleKey.Rsa.PublicKey);
        var facts = new RotationFacts(domain, [old], new SigningFacts([old], null)).Observed("m", Observation(RecordState.Right));
        var plan = RotationPlanner.Plan(new RotationState(old, Start), facts, Policy, [], Start);

        Assert.Equal((RotationStep.None, RotationWait.Person), (plan.Step, plan.WaitingFor));
        Assert.Contains("-NewSelector", plan.NextAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_selector_too_long_for_the_domain_starts_no_rotation()
    {
        var request = new RotationRequest(Domain)
        {
            NewSelector = Selector.Parse(string.Join('.', Enumerable.Repeat(new string('a', 49), 5))),
        };
        var facts = new RotationFacts(Domain, [Old], new SigningFacts([Old], null));

        Assert.Equal(
            nameof(FindingTable.NameTooLong),
            Assert.Throws<InvalidInputException>(
                () => RotationStart.Begin(new Journal("example.com"), request, facts, Policy, Start)).Finding.Code);
    }

    [Theory]
    [InlineData(nameof(RecordState.Right), false)]
    [InlineData(nameof(RecordState.Silent), false)]
    [InlineData(nameof(RecordState.Gone), true)]
    [InlineData(nameof(RecordState.Other), true)]
    [InlineData(nameof(RecordState.Tombstone), true)]
    [InlineData(nameof(RecordState.Broken), true)]
    public void While_the_old_key_signs_its_record_is_checked_too(string seen, bool isLost)
    {
        var state = new RotationState(Old, Start) { New = New, Phase = RotationPhase.Published, PublishAsked = true };
        var facts = new RotationFacts(Domain, [Old, New], new SigningFacts([Old], null)).Observed("mail2", Observation(RecordState.Gone))
            .Try(RotationStep.Publish, "mail2");
        Assert.Equal((RotationStep.Observe, "mail"), Plan(state, facts) is var look ? (look.Step, look.Selector) : default);

        var plan = Plan(state, facts.Observed("mail", Observation(Enum.Parse<RecordState>(seen))));

        var lost = plan.Findings.Where(finding => finding.Code == nameof(FindingTable.SigningRecordLost)).ToArray();
        Assert.Equal(isLost ? 1 : 0, lost.Length);
        Assert.All(lost, finding => Assert.Contains("mail._domainkey.example.com", finding.Message, StringComparison.Ordinal));
        Assert.Equal(isLost ? (RotationWait.Person, Old) : (RotationWait.Dns, null), (plan.WaitingFor, plan.RecordOf));
    }

    [Fact]
    public void A_missing_old_record_delays_neither_the_switch_nor_an_abort()
    {
        var facts = new RotationFacts(Domain, [Old, New], new SigningFacts([Old], null)).Observed("mail", Observation(RecordState.Gone));
        var proven = new RotationState(Old, Start)
        {
            New = New, Phase = RotationPhase.Proven, PublishAsked = true, Watch = new RecordWatch { RightSince = Start, Servers = ["ns1"] },
        };
        Assert.Equal(RotationStep.Switch, Plan(proven, facts.Observed("mail2", Observation(RecordState.Right))).Step);

        var aborted = Plan(new RotationState(Old, Start) { Aborting = true }, facts);
        Assert.Equal((RotationPhase.Aborted, "SigningRecordLost"), (aborted.State.Phase, Assert.Single(aborted.Findings).Code));
    }

    [Fact]
    public void The_record_of_a_compromised_key_is_not_queried()
    {
        var state = new RotationState(Old, Start) { New = New, Phase = RotationPhase.Published, PublishAsked = true, Compromised = true };
        var facts = new RotationFacts(Domain, [Old, New], new SigningFacts([Old], null));
        Assert.Equal((RotationStep.Observe, "mail2"), Plan(state, facts) is var look ? (look.Step, look.Selector) : default);
    }

    private static RotationPlan Plan(RotationState state, RotationFacts facts) =>
        RotationPlanner.Plan(state, facts, Policy, [], Later(TimeSpan.FromMinutes(1)));

    private static RecordObservation Observation(RecordState seen) => new([new ServerObservation("ns1", seen)]);

    private static BootTimestamp Later(TimeSpan time) => new(Start.Utc + time, Start.Boot, Start.Uptime + time);

    private static RotationState Draining(BootTimestamp quiet) => new(Old, Start)
    {
        New = New,
        Phase = RotationPhase.Draining,
        PublishAsked = true,
        SwitchedAt = Start,
        Watch = new RecordWatch { RightSince = Start, Servers = ["ns1"] },
        Outgoing = [new OutgoingKey(Old, Signed: true) { UnusedSince = quiet }],
    };

    private static RotationFacts Facts(SignerProof? proof)
    {
        var look = new RecordObservation([new ServerObservation("ns1", RecordState.Right)]);
        return new RotationFacts(Domain, [Old, New], new SigningFacts([New], null)) { Proof = proof }.Observed("mail2", look)
            .Observed("mail", look);
    }
}
