using System.Text;

namespace OpteriusDkim.Tests;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("{ \"ttl\": 300 }")]
    [InlineData("{ // to the end of the line\n \"ttl\": 300 /* between */ }")]
    [InlineData("/* before */ { \"ttl\": 300 } // after")]
    [InlineData("{ \"ttl\": 300, }")]
    [InlineData("{ \"dns\": { \"servers\": [\"192.0.2.53\",], }, \"ttl\": 300, }")]
    [InlineData("{\r\n\t\"ttl\": 300\r\n}\r\n")]
    [InlineData("{ \"\\u0074tl\": 300 }")]
    [InlineData("{ \"dns\": {}, \"domains\": {}, \"ttl\": 300 }")]
    public void Comments_and_trailing_commas_are_allowed(string json) => Assert.Equal(300, Load(json).Ttl);

    [Fact]
    public void A_file_that_every_user_can_write_to_is_not_read()
    {
        var path = folder.Write("config.json", "{ \"ttl\": 300 }");
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherWrite);

        Assert.Equal(
            nameof(FindingTable.ConfigurationNotTrusted),
            Assert.Throws<InaccessibleException>(() => DkimConfiguration.Load(path)).Finding.Code);
    }

    [Fact]
    public void A_byte_order_mark_is_ignored() => Assert.Equal(
        300, DkimConfiguration.Load(folder.Write("config.json", [.. Encoding.UTF8.Preamble, .. "{ \"ttl\": 300 }"u8])).Ttl);

    [Fact]
    public void A_line_is_counted_from_the_top_of_the_file_with_or_without_a_byte_order_mark()
    {
        foreach (var mark in new byte[][] { [], [.. Encoding.UTF8.Preamble] })
        {
            var path = folder.Write("config.json", [.. mark, .. "\n{ /* a\n b */\n \"ttl\":\n300 }"u8]);
            var setting = DkimConfiguration.Load(path).Settings(null).Single(setting => setting.Name == "ttl");
            Assert.Equal(path + ":4", setting.Source);
        }
    }

    [Fact]
    public void A_file_of_many_thousand_domains_is_parsed_in_linear_time()
    {
        var json = new StringBuilder("{ \"domains\": {\n");
        for (var i = 0; i < 20_000; i++)
        {
            json.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"d{i}.example\": {{ \"provider\": \"Bind\" }},\n");
        }

        var configuration = Load(json.Append("} }").ToString());
        Assert.Equal("Bind", configuration.ProviderFor(DomainName.Parse("d19999.example")).Name);
        Assert.Equal("Generic", configuration.ProviderFor(DomainName.Parse("d20000.example")).Name);
    }

    public void Dispose() => folder.Dispose();

    private DkimConfiguration Load(string json) => DkimConfiguration.Load(folder.Write("config.json", json));
}
