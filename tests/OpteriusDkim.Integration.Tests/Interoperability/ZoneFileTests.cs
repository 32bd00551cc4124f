namespace OpteriusDkim;

/// <summary>BIND reads the intended records from our lines.</summary>
public sealed class ZoneFileTests(CheckedKeys keys)
{
    [Theory]
    [MemberData(nameof(CheckedKeys.All), MemberType = typeof(CheckedKeys))]
    public async Task A_zone_can_include_the_record_file_next_to_the_key(string choice)
    {
        var sample = keys[choice];
        using var scratch = new Sandbox();
        var (name, _, strings) = await ZoneFile.TxtRecordAsync(scratch.Root, $"$INCLUDE {sample.RecordPath}");
        Assert.Equal("mail._domainkey.example.com.", name);
        Assert.Equal(sample.Key.Record.Strings, strings);
    }

    [Theory]
    [MemberData(nameof(CheckedKeys.All), MemberType = typeof(CheckedKeys))]
    public async Task Name_time_to_live_and_value_for_Bind_make_a_line(string choice)
    {
        var sample = keys[choice];
        using var scratch = new Sandbox();
        var record = (DkimDnsRecord)sample.Run("Get-DkimRecord example.com -Provider Bind -Ttl 1234").Objects.Single().BaseObject;
        var (name, ttl, strings) =
            await ZoneFile.TxtRecordAsync(scratch.Root, $"{record.Name} {record.Ttl} IN {record.Type} {record.Value}");
        Assert.Equal("mail._domainkey.example.com.", name);
        Assert.Equal(1234, ttl);
        Assert.Equal(sample.Key.Record.Strings, strings);
    }

    [Theory]
    [MemberData(nameof(CheckedKeys.All), MemberType = typeof(CheckedKeys))]
    public async Task Dig_reads_the_same_strings_from_a_server(string choice)
    {
        Assert.SkipWhen(NameServer.Missing is not null, NameServer.Missing ?? "");
        Assert.SkipUnless(Tool.Exists("dig"), "dig is not installed (Debian's bind9-dnsutils)");
        var sample = keys[choice];
        using var scratch = new Sandbox();
        using var server = NameServer.Start(scratch.In("named"), ("example.com", sample.RecordText));
        var answer = await Tool.RunAsync("dig", "+short", "@127.0.0.1", "-p", $"{server.Port}", sample.Key.DnsName, "TXT");
        Assert.Equal(sample.Key.Record.Strings, ZoneFileText.Strings(answer.Successful));
        Assert.Equal(
            ["True"], sample.Run($"Test-DkimDns example.com -Server {server.Address} -Quiet").Objects.Select(item => item.ToString()));
    }
}
