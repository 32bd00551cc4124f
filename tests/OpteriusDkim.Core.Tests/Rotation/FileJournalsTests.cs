using System.Text;
using System.Text.Json;

namespace OpteriusDkim.Tests;

public sealed class FileJournalsTests : IDisposable
{
    private static readonly DomainName Domain = DomainName.Parse("example.com");
    private static readonly BootTimestamp Start = new(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc), "boot", TimeSpan.FromHours(3));

    private readonly TemporaryFolder folder = new();
    private readonly FileJournals journals;

    public FileJournalsTests() => journals = new FileJournals(folder["state"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_journal_comes_back_as_it_was_written()
    {
        var journal = Whole();

        journals.Write(journal);

        Assert.True(JournalText.Same(journal, journals.Read(Domain)));
        Assert.Equal(
            Encoding.UTF8.GetString(JournalText.Write(journal)),
            Encoding.UTF8.GetString(JournalText.Write(journals.Read(Domain))));
        Assert.Equal([Domain], journals.Domains());
    }

    /// <summary>Journals outlive a version of the module, so renaming a property must not rename its member in the file.</summary>
    [Fact]
    public void Members_have_the_names_that_earlier_versions_wrote()
    {
        var key = RotationKey.Of(Selector.Parse("mail"), SampleKey.Rsa.PublicKey);
        var whole = Whole();
        var journal = whole with
        {
            Current = whole.Current! with
            {
                Aborting = true, Compromised = true, NewSigned = true, PublishAsked = true, SigningStopped = true,
                Watch = whole.Current.Watch with
                {
                    InUse = true, Moved = true, WasOtherwise = true, SlowestAnswer = TimeSpan.FromSeconds(1),
                },
                Outgoing =
                [
                    new OutgoingKey(key, Signed: true)
                    {
                        Compromised = true, PublishAsked = true, UnusedSince = Start, RemovalAsked = true, RemovalAccepted = true,
                        RemovalEverAsked = true, RecordGone = true, KeyGone = true,
                    },
                ],
                Summary = whole.Current.Summary! with { RecordAt = "target.example" },
            },
        };
        using var text = JsonDocument.Parse(JournalText.Write(journal));
        var current = text.RootElement.GetProperty("current");
        string[] expected =
        [
            "old startedAt new phase compromised aborting publishAsked newSigned signingStopped beside algorithm keySize wanted skipped "
            + "watch switchedAt outgoing intent outlook notifiedAt",
            "longestNo longestTtl nsTtl slowestAnswer servers moved wasOtherwise inUse rightSince silent",
            "key signed compromised handed quietSince removalAsked removalTaken touched recordGone keyGone",
            "waitingFor nextAction notBefore recordOf recordAt recordGoes findings",
        ];
        Assert.Equal(
            expected.Select(names => names.Split(' ').Order(StringComparer.Ordinal)),
            new[] { current, current.GetProperty("watch"), current.GetProperty("outgoing")[0], current.GetProperty("outlook") }
                .Select(part => part.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Only_its_owner_can_read_it_and_no_temporary_file_is_left()
    {
        journals.Write(Whole());

        Assert.Equal(FileModes.Private, File.GetUnixFileMode(folder["state/rotation/example.com.json"]));
        Assert.Equal(FileLock.OwnerOnly, File.GetUnixFileMode(folder["state/rotation"]));
        Assert.Single(Directory.GetFileSystemEntries(folder["state/rotation"]));
    }

    [Fact]
    public void A_missing_file_is_an_empty_journal_and_is_not_created()
    {
        Assert.Null(journals.Read(Domain).Current);
        Assert.Empty(journals.Domains());
        Assert.False(Directory.Exists(folder["state"]));
    }

    [Fact]
    public async Task Only_one_run_per_domain_at_a_time()
    {
        var log = new RecordedProgress();
        var first = await journals.LockAsync(Domain, log, TestContext.Current.CancellationToken);
        var second = journals.LockAsync(Domain, log, TestContext.Current.CancellationToken);
        using var other = await journals.LockAsync(DomainName.Parse("example.org"), log, TestContext.Current.CancellationToken);

        Assert.False(second.IsCompleted);
        Assert.Contains("example.com.json", Assert.Single(log.Waits), StringComparison.Ordinal);
        first.Dispose();
        (await second.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Dispose();
    }

    [Fact]
    public void A_clock_set_back_restarts_every_wait_and_a_reboot_does_not()
    {
        var journal = Whole();
        var earlier = Start with { Utc = Start.Utc.AddHours(-1), Uptime = Start.Uptime + TimeSpan.FromMinutes(5) };
        var booted = new BootTimestamp(Start.Utc.AddHours(2), "next", TimeSpan.FromMinutes(1));

        var back = journal.Rebased(earlier, out var setBack);
        var rebooted = journal.Rebased(booted, out var alsoSetBack);

        Assert.Equal((true, earlier), (setBack, back.Current!.Watch.RightSince!.Value));
        Assert.False(alsoSetBack);
        Assert.Equal(TimeSpan.FromHours(2), booted.Since(rebooted.Current!.Watch.RightSince!.Value));
        Assert.Equal("next", rebooted.Current.Outgoing[0].UnusedSince!.Value.Boot);
    }

    [Fact]
    public async Task Leftovers_of_a_run_killed_while_writing_are_removed_by_the_domains_next_run()
    {
        journals.Write(Whole());
        var own = folder.Write($"state/rotation/{AtomicFile.TemporaryNameOf("example.com.json")}", "half");
        var other = folder.Write($"state/rotation/{AtomicFile.TemporaryNameOf("example.org.json")}", "of a run at work");

        (await journals.LockAsync(Domain, new RecordedProgress(), TestContext.Current.CancellationToken)).Dispose();

        Assert.False(File.Exists(own));
        Assert.True(File.Exists(other));
        Assert.True(JournalText.Same(Whole(), journals.Read(Domain)));
    }

    [Fact]
    public void Every_truncated_journal_is_refused_and_never_read_as_empty()
    {
        var text = JournalText.Write(Whole());
        Directory.CreateDirectory(folder["state/rotation"]);
        for (var length = 0; length < text.Length; length += 7)
        {
            File.WriteAllBytes(folder["state/rotation/example.com.json"], text[..length]);
            var finding = Assert.Throws<BrokenDataException>(() => journals.Read(Domain)).Finding;
            Assert.Equal(nameof(FindingTable.JournalBroken), finding.Code);
            Assert.DoesNotMatch("LineNumber|isFinalBlock", finding.Message);
        }
    }

    internal static Journal Whole()
    {
        var (old, next) = (
            RotationKey.Of(Selector.Parse("mail"), SampleKey.Rsa.PublicKey), RotationKey.Of(Selector.Parse("mail2"), SampleKey.Ed25519));
        return new Journal(Domain.Value)
        {
            Written = Start,
            Selectors = ["mail2"],
            Past = [new PastRotation(old, next, RotationPhase.Aborted, Start.Utc, Start) { Compromised = true, SwitchedAt = Start.Utc }],
            Current = new RotationState(old, Start)
            {
                New = next,
                Phase = RotationPhase.Draining,
                Wanted = "mail2",
                KeySize = 3072,
                Algorithm = DkimKeyAlgorithm.Ed25519,
                OtherSelectors = ["ed"],
                Skipped = ["mail9"],
                SwitchedAt = Start,
                NotifiedAt = Start.Utc,
                Intent = new RotationIntent(RotationStep.Retire, "mail"),
                Watch = new RecordWatch
                {
                    LongestNegativeTtl = 60,
                    LongestTtl = 300,
                    NsTtl = 5,
                    Servers = ["ns1"],
                    RightSince = Start,
                    Silent = [new SilentServer("ns2", Start)],
                },
                Outgoing = [new OutgoingKey(old, Signed: true) { UnusedSince = Start, RemovalAsked = true, RemovalEverAsked = true }],
                Summary = new RotationSummary(RotationWait.Person, "Remove \u00e4.")
                {
                    NotBefore = Start.Utc, RecordOf = old, RecordGoes = true,
                    Findings = [FindingTable.RecordSpreading.With(("servers", "ns1"), ("name", "n"))],
                },
            },
        };
    }
}
