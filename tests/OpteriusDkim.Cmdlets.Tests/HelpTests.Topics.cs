using System.Globalization;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <content>The about topics and the sample configuration file.</content>
public sealed partial class HelpTests
{
    // These come from the daemon's configuration only.
    private static readonly string[] ReadFromTheDaemon =
        ["signer.user", "signer.keyTable", "signer.signingTable", "signer.socket", "signer.pidFile"];

    public static TheoryData<string> Topics =>
        [.. Directory.EnumerateFiles(HelpFolder, "about_*.help.txt").Select(path => Path.GetFileName(path)[..^".help.txt".Length])];

    private static string HelpFolder => Path.Combine(Repository.Root, "en-US");

    private static string ExampleConfiguration => Path.Combine(Repository.Root, "examples", "config.json");

    [Theory]
    [InlineData("about_OpteriusDkim")]
    [InlineData("about_OpteriusDkim_Configuration")]
    [InlineData("about_OpteriusDkim_Providers")]
    public void The_topic_exists(string topic) => Assert.True(File.Exists(TopicPath(topic)));

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_begins_with_its_name_and_fits_the_screen(string topic)
    {
        var lines = File.ReadAllText(TopicPath(topic)).Split('\n');

        Assert.Equal(["TOPIC", "    " + topic, "", "SHORT DESCRIPTION"], lines[..4]);
        Assert.All(lines, line => Assert.True(line.Length <= 100, $"A line of {line.Length} characters: {line}"));
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
    }

    [Fact]
    public void Every_setting_is_explained_with_its_default()
    {
        using var sandbox = new Sandbox();
        var empty = sandbox.In("empty.json");
        File.WriteAllText(empty, "{}");
        var explained = SettingHeading().Matches(File.ReadAllText(TopicPath("about_OpteriusDkim_Configuration")))
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value.Trim('"'));

        // The state directory depends on the user.
        Assert.True(explained.Remove("stateDirectory"));
        Assert.Equal(
            SettingsOf(empty).Where(setting => setting.Name != "stateDirectory")
                .Select(setting => (setting.Name, Written(setting.Value))).Order(),
            explained.Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void The_example_configuration_loads_and_sets_every_setting() =>
        Assert.All(SettingsOf(ExampleConfiguration), setting =>
            Assert.StartsWith(ExampleConfiguration + ":", setting.Source, StringComparison.Ordinal));

    private static string TopicPath(string topic) => Path.Combine(HelpFolder, topic + ".help.txt");

    private static IEnumerable<DkimSetting> SettingsOf(string path) =>
        DkimConfiguration.Load(path).Settings(domain: null).Where(setting => !ReadFromTheDaemon.Contains(setting.Name));

    private static string Written(object? value) => value switch
    {
        null => "",
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@"^    (?<name>[A-Za-z.]+) +(default (?<value>\S+)|not set\b)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex SettingHeading();
}
