namespace OpteriusDkim.Tests;

/// <summary>How registrations and retirements start, and what a list of domains changes.</summary>
public sealed class DomainStartTests
{
    private static readonly DomainName Domain = DomainName.Parse("example.com");
    private static readonly BootTimestamp Start = new(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc), "boot", TimeSpan.FromDays(1));

    /// <summary>Stored keys, signing keys, the selector that was asked for, and the key to register: "-" for a new one.</summary>
    [Theory]
    [InlineData("", "", null, "-")]
    [InlineData("", "", "s1", "-")]
    [InlineData("mail", "", null, "mail")]
    [InlineData("s1", "", null, "s1")]
    [InlineData("s1", "", "s2", "-")]
    [InlineData("s1 mail", "", null, "mail")]
    [InlineData("s1 s2", "", "s2", "s2")]
    [InlineData("s1 s2", "", null, nameof(FindingTable.SelectorAmbiguous))]
    [InlineData("s1 s2", "s2", null, "s2")]
    [InlineData("s1 s2", "s2", "s1", "s2")]
    [InlineData("s1 s2", "s1 s2", "s2", "s2")]
    [InlineData("s1", "s2", null, nameof(FindingTable.RotationKeyNotInStore))]
    public void The_key_to_register_is_the_one_that_signs_or_the_domains_own(string stored, string signing, string? asked, string expected)
    {
        var request = new RotationRequest(Domain)
        {
            Kind = RotationKind.Registration,
            Selector = asked is null ? null : Selector.Parse(asked),
            NewSelector = Selector.Parse("mail"),
        };
        string found;
        try
        {
            found = RegistrationStart.KeyToRegister(request, Facts(stored, signing))?.Selector ?? "-";
        }
        catch (DkimException exception)
        {
            found = exception.Finding.Code;
        }

        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_shared_entry_stops_a_retirement_and_not_a_registration()
    {
        var shared = FindingTable.RotationForeignEntry.With(("domain", Domain), ("source", "SigningTable:1"));
        var facts = Facts("mail", "");
        facts = facts with { Signing = facts.Signing with { SharedEntry = shared } };
        var journal = new Journal(Domain.Value);

        Assert.Equal("mail", RegistrationStart.Begin(journal, Request(RotationKind.Registration), facts, Start).Current?.New?.Selector);
        Assert.Equal(
            shared.Code,
            Assert.Throws<InUseException>(() => RetirementStart.Begin(journal, Request(RotationKind.Retirement), facts, Start))
                .Finding.Code);
    }

    [Fact]
    public void A_rotation_in_progress_is_retired_only_with_Force()
    {
        var facts = Facts("mail mail2", "mail");
        var journal = new Journal(Domain.Value)
        {
            Current = new RotationState(facts.Stored[0], Start) { New = facts.Stored[1], PublishAsked = true },
        };
        var request = Request(RotationKind.Retirement);

        Assert.Equal(
            nameof(FindingTable.RetirementRefused),
            Assert.Throws<InUseException>(() => RetirementStart.Begin(journal, request, facts, Start)).Finding.Code);

        var state = RetirementStart.Begin(journal, request with { Force = true }, facts, Start).Current!;
        Assert.Equal((RotationKind.Retirement, "mail"), (state.Kind, state.Old?.Selector));
        Assert.Equal([("mail", true), ("mail2", false)], state.Outgoing.Select(key => (key.Key.Selector, key.Signed)));
    }

    /// <summary>While a removal spreads, some servers still have the record. Only a key that signs shows that it was undone.</summary>
    [Theory]
    [InlineData("", false, true)]
    [InlineData("", true, false)]
    [InlineData("mail", true, true)]
    public void A_retirement_is_aborted_until_the_removal_of_the_record_has_begun(string signing, bool hasBegun, bool isAborted)
    {
        var begun = RetirementStart.Begin(new Journal(Domain.Value), Request(RotationKind.Retirement), Facts("mail", "mail"), Start);
        var state = begun.Current! with { Phase = RotationPhase.Draining };
        state = state.With(state.Outgoing[0] with { RemovalAsked = hasBegun, RemovalEverAsked = hasBegun });
        var facts = Facts("mail", signing);

        if (isAborted)
        {
            Assert.True(RotationAbort.Begin(state, facts) is { Aborting: true, New.Selector: "mail" });
            return;
        }

        var finding = Assert.Throws<InUseException>(() => RotationAbort.Begin(state, facts)).Finding;
        Assert.Equal(nameof(FindingTable.RetirementAbortRefused), finding.Code);
        Assert.Contains("Register-DkimDomain example.com", finding.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail2", false, true)]
    [InlineData("mail2", true, false)]
    [InlineData("mail", true, true)]
    public void A_rotation_is_aborted_until_the_removal_of_the_old_record_has_begun(string signing, bool hasBegun, bool isAborted)
    {
        var keys = Keys("mail mail2");
        var state = new RotationState(keys[0], Start) { New = keys[1], PublishAsked = true }.Switched(Start);
        state = state.With(state.Outgoing[0] with { RemovalAsked = hasBegun, RemovalEverAsked = hasBegun });
        var facts = Facts("mail mail2", signing);

        if (isAborted)
        {
            Assert.True(RotationAbort.Begin(state, facts) is { Aborting: true, New.Selector: "mail" });
            return;
        }

        Assert.Equal(
            nameof(FindingTable.AbortRefused), Assert.Throws<InUseException>(() => RotationAbort.Begin(state, facts)).Finding.Code);
    }

    /// <summary>A delegated selector may have had another key before.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Only_the_key_itself_counts_as_recently_rotated(int number, bool starts)
    {
        var introduced = SimWorld.KeyOf("s1", 1);
        var journal = new Journal(Domain.Value)
        {
            Past = [new PastRotation(SimWorld.KeyOf("s2"), introduced, RotationPhase.Completed, Start.Utc, Start)],
        };
        RotationKey[] signing = [SimWorld.KeyOf("s1", number)];
        var facts = new RotationFacts(Domain, signing, new SigningFacts(signing, null));

        var begun = RotationStart.Begin(journal, new RotationRequest(Domain), facts, new RotationPolicy(), Start);

        Assert.Equal(starts, begun.Current is not null);
    }

    [Fact]
    public void What_was_wrong_at_a_selector_is_remembered_until_it_is_proven_right()
    {
        var journal = new Journal(Domain.Value).WithAlias("s1", 300).WithAlias("s2", 60).WithAlias("s1", 3600);
        var text = JournalText.Write(journal);

        journal = JournalText.Read(Domain, text, "journal");

        Assert.Equal((3600, 60, 0), (journal.AliasTtlOf("s1"), journal.AliasTtlOf("s2"), journal.AliasTtlOf("s3")));
        Assert.Equal(["s2"], journal.WithAlias("s1", 0).WrongAliases!.Select(wrong => wrong.Selector));
        Assert.Null(journal.WithAlias("s1", 0).WithAlias("s2", 0).WrongAliases);
    }

    [Fact]
    public void The_journal_of_a_domain_that_came_and_went_is_read_as_it_was_written()
    {
        var facts = Facts("mail", "mail");
        var retired = RetirementStart.Begin(new Journal(Domain.Value), Request(RotationKind.Retirement), facts, Start);
        var ended = (retired with { Current = retired.Current! with { Phase = RotationPhase.Completed } }).Ended(Start);
        var again = RegistrationStart.Begin(ended, Request(RotationKind.Registration), Facts("", ""), Start);

        var text = JournalText.Write(again);

        Assert.Equal(text, JournalText.Write(JournalText.Read(Domain, text, "journal")));
        Assert.Equal(["mail"], again.Selectors);
        Assert.Equal(["mail"], again.Past[0].Retired.Select(key => key.Selector));
        Assert.Null(again.Current!.Old);
    }

    [Fact]
    public void A_rotation_without_an_old_key_is_a_broken_journal()
    {
        var registered = RegistrationStart.Begin(new Journal(Domain.Value), Request(RotationKind.Registration), Facts("", ""), Start);
        var text = JournalText.Write(registered with { Current = registered.Current! with { Kind = RotationKind.Rotation } });

        Assert.Equal(
            nameof(FindingTable.JournalBroken),
            Assert.Throws<BrokenDataException>(() => JournalText.Read(Domain, text, "journal")).Finding.Code);
    }

    /// <summary>Managed and missing domains of a list that isn't empty.</summary>
    [Theory]
    [InlineData(5, 4, true)]
    [InlineData(50, 10, true)]
    [InlineData(50, 11, false)]
    [InlineData(200, 20, true)]
    [InlineData(200, 21, false)]
    [InlineData(1000, 100, true)]
    [InlineData(1000, 101, false)]
    public void A_list_removes_a_tenth_of_the_domains_or_ten_at_once(int managed, int missing, bool isAllowed)
    {
        var all = Enumerable.Range(0, managed).Select(number => DomainName.Parse($"d{number}.example")).ToArray();
        var change = new DomainListChange(all[missing..], all);

        Assert.Equal(missing, change.Removed.Count);
        Assert.Equal(
            isAllowed ? null : nameof(FindingTable.SyncRemovesMany), change.RefusalOfRemoval(isComplete: true, force: false)?.Code);
        Assert.Null(change.RefusalOfRemoval(isComplete: true, force: true));
        Assert.Equal(nameof(FindingTable.SyncListInvalid), change.RefusalOfRemoval(isComplete: false, force: true)?.Code);
        Assert.Equal(
            nameof(FindingTable.SyncListEmpty), new DomainListChange([], all).RefusalOfRemoval(isComplete: true, force: true)?.Code);
    }

    private static RotationRequest Request(RotationKind kind) => new(Domain) { Kind = kind, NewSelector = Selector.Parse("mail") };

    private static RotationFacts Facts(string stored, string signing) => new(Domain, Keys(stored), new SigningFacts(Keys(signing), null));

    private static RotationKey[] Keys(string selectors) =>
        [.. selectors.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(selector => SimWorld.KeyOf(selector))];
}
