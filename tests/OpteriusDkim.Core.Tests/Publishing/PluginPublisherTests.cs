namespace OpteriusDkim.Tests;

/// <summary>The rules of publishing with a plugin, with a scripted one.</summary>
public sealed class PluginPublisherTests
{
    private static readonly RecordToPublish Record = new(SampleName.Mail, SampleKey.Ed25519, 300);

    private readonly RecordedProgress log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", false, "Done", "+new")]
    [InlineData("new", false, "AlreadyThere", "")]
    [InlineData("spaced", true, "Done", "-spaced")]
    [InlineData("new", true, "Done", "-new")]
    [InlineData("", true, "AlreadyThere", "")]
    [InlineData("other", false, "Foreign", "")]
    [InlineData("other", true, "Foreign", "")]
    public async Task A_plugin_runs_only_where_there_is_something_to_change(string present, bool removing, string outcome, string ran)
    {
        var texts = new Dictionary<string, string>
        {
            ["new"] = Record.Text,
            ["spaced"] = Record.Text.Replace("; ", " ;  ", StringComparison.Ordinal),
            ["other"] = "v=spf1 -all",
        };
        var plugin = new FakePlugin(null);
        var publisher = new PluginPublisher(Query(present.Length > 0 ? texts[present] : null), plugin, PluginValueForm.Text);

        var result = await RunAsync(publisher, Record, removing);

        Assert.Equal(outcome, result.Outcome.ToString());
        Assert.Equal(ran.Length > 0 ? [$"{ran[0]}{texts[ran[1..]]}"] : [], plugin.Ran);
    }

    [Fact]
    public async Task A_tombstone_replaces_the_record_by_its_text()
    {
        var plugin = new FakePlugin(null);

        var publisher = new PluginPublisher(Query(Record.Text), plugin, PluginValueForm.Text);

        await RunAsync(publisher, Record with { IsTombstone = true }, removing: false);

        Assert.Equal(["-" + Record.Text, "+v=DKIM1; k=ed25519; p="], plugin.Ran);
    }

    [Theory]
    [InlineData("Text", "")]
    [InlineData("Strings", "\" \"")]
    public async Task A_long_value_is_given_in_the_form_that_is_set(string form, string between)
    {
        var plugin = new FakePlugin(null);
        var record = Record with { Key = SampleKey.Rsa.PublicKey };

        await RunAsync(new PluginPublisher(Query(null), plugin, Enum.Parse<PluginValueForm>(form)), record, removing: false);

        Assert.Equal([$"+{record.Strings[0]}{between}{record.Strings[1]}"], plugin.Ran);
    }

    [Fact]
    public async Task A_failure_is_reported_with_the_plugins_words()
    {
        var plugin = new FakePlugin("no \u001b[31mtoken");

        var result = await RunAsync(new PluginPublisher(Query(null), plugin, PluginValueForm.Text), Record, removing: false);

        Assert.Equal((PublishOutcome.Failed, "PluginFailed"), (result.Outcome, result.Findings[0].Code));
        Printable.Require(result.Findings[0].Message);
    }

    private Task<PublishResult> RunAsync(PluginPublisher publisher, RecordToPublish record, bool removing) => removing
        ? publisher.UnpublishAsync(record, log, Cancellation)
        : publisher.PublishAsync(record, log, Cancellation);

    private static PublishedTxtQuery Query(string? text) => new(
        new FakeZones(text is null ? Answers.Without(DnsOutcome.NoSuchName) : Answers.Found(text)),
        new ScriptedResolver("timeout").Resolvers(TimeSpan.FromSeconds(1)));

    private sealed class FakeZones(DnsReply reply) : IRecordLookup
    {
        public Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation) => Task.FromResult(
            new ZoneObservation(name == SampleName.Mail ? [Answers.Read(reply)] : []));
    }

    private sealed class FakePlugin(string? failure) : IDnsPlugin
    {
        public List<string> Ran { get; } = [];

        public string Name => "Example";

        public Task<string?> RunAsync(
            string name, IReadOnlyList<string> remove, string? add, IProgressLog log, CancellationToken cancellation)
        {
            Assert.Equal(SampleName.Mail.Value, name);
            Ran.AddRange(remove.Select(text => "-" + text));
            Ran.AddRange(add is null ? [] : ["+" + add]);
            return Task.FromResult(failure);
        }
    }
}
