namespace OpteriusDkim.Tests;

/// <summary>Rotation settings from the configuration and Postfix.</summary>
public sealed class RotationSettingsTests : IDisposable
{
    private static readonly DomainName Domain = DomainName.Parse("example.com");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, "7.00:00:00")]
    [InlineData("", "7.00:00:00")]
    [InlineData("maximal_queue_lifetime = 5d", "7.00:00:00")]
    [InlineData("maximal_queue_lifetime = 14d", "16.00:00:00")]
    [InlineData("maximal_queue_lifetime = 14", "16.00:00:00")]
    [InlineData("maximal_queue_lifetime = 3w", "23.00:00:00")]
    [InlineData("maximal_queue_lifetime = 200h", "10.08:00:00")]
    [InlineData("maximal_queue_lifetime = 1h", "7.00:00:00")]
    [InlineData("maximal_queue_lifetime = 0", "7.00:00:00")]
    [InlineData("life = 20d\nmaximal_queue_lifetime = ${life}", "22.00:00:00")]
    [InlineData("maximal_queue_lifetime = ever", "7.00:00:00")]
    public void Unless_it_is_set_the_drain_is_seven_days_or_what_the_queue_needs(string? main, string drain)
    {
        var configuration = Load("", main);

        Assert.Equal(TimeSpan.Parse(drain, System.Globalization.CultureInfo.InvariantCulture), configuration.RotationFor(Domain).Drain);
        Assert.Null(configuration.RotationFor(Domain).SaferDrain);
        Assert.Equal(
            configuration.RotationFor(Domain).Drain,
            configuration.Settings(null).Single(setting => setting.Name == "rotation.drain").Value);
    }

    [Fact]
    public void A_shorter_configured_drain_is_used_and_the_safe_one_is_reported()
    {
        var policy = Load("\"rotation\": { \"drain\": \"3.00:00:00\" },", "maximal_queue_lifetime = 10d").RotationFor(Domain);

        Assert.Equal((TimeSpan.FromDays(3), TimeSpan.FromDays(12)), (policy.Drain, policy.SaferDrain));
    }

    [Fact]
    public void A_domain_has_settings_of_its_own()
    {
        var configuration = Load(
            """
            "domains": { "*.example.com": { "publisher": { "type": "Script", "script": "/x.ps1" },
              "rotation": { "interval": "90.00:00:00", "retire": "Revoke", "selector": "s{date}", "notify": "/bin/tell",
                "compromisedWait": "00:10:00", "maxStarts": 3 } } },
            """,
            null);
        var (own, other) = (configuration.RotationFor(DomainName.Parse("news.example.com")), configuration.RotationFor(Domain));

        Assert.Equal(
            (TimeSpan.FromDays(90), RetireMode.Revoke, "s{date}", false, "/bin/tell"),
            (own.Interval, own.Retire, own.Template.ToString(), own.Manual, own.Notify));
        Assert.Equal(
            (TimeSpan.FromDays(180), RetireMode.Remove, "{base}{number}", true, null),
            (other.Interval, other.Retire, other.Template.ToString(), other.Manual, other.Notify));
        Assert.Equal(
            (TimeSpan.FromMinutes(10), 3, 100),
            (
                own.CompromisedWait,
                configuration.RotationSettings.StartsOf(DomainName.Parse("news.example.com")),
                configuration.RotationSettings.StartsOf(Domain)));
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("keys/public")]
    [InlineData("state/kept")]
    [InlineData("")]
    public void Retired_keys_are_not_published_among_private_files(string revealed)
    {
        var settings = $"\"keyDirectory\": \"{folder["keys"]}\", \"stateDirectory\": \"{folder["state"]}\", ";
        var exception = Assert.Throws<InvalidInputException>(() =>
            Load($"{settings} \"rotation\": {{ \"reveal\": {{ \"folder\": \"{folder[revealed]}\" }} }},", null).RotationFor(Domain));

        Assert.Equal(nameof(FindingTable.RevealFolderPrivate), exception.Finding.Code);
        Assert.Equal(
            TimeSpan.FromDays(7),
            Load($"{settings} \"rotation\": {{ \"reveal\": {{ \"folder\": \"{folder["www"]}\" }} }},", null)
                .RotationFor(Domain).Reveal!.Delay);
    }

    private DkimConfiguration Load(string settings, string? main)
    {
        if (main is not null)
        {
            folder.Write("main.cf", main + "\n");
        }

        return DkimConfiguration.Load(
            folder.Write("config.json", $"{{ {settings} \"signer\": {{ \"postfix\": \"{folder["main.cf"]}\" }} }}"));
    }
}
