namespace OpteriusDkim.Tests;

public sealed class NotifyScriptTests : IDisposable
{
    private static readonly DkimRotation Rotation = new()
    {
        Domain = "example.com",
        OldSelector = "mail",
        NewSelector = "mail2",
        WaitingFor = RotationWait.Person,
        NextAction = "Publish the record of mail2._domainkey.example.com.",
        Record = DkimDnsRecord.For(
            new RecordToPublish(new RecordName(DomainName.Parse("example.com"), Selector.Parse("mail2")), SampleKey.Ed25519, 300),
            ProviderTable.Find("Cloudflare")),
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_script_receives_the_domain_and_the_record_text()
    {
        Assert.Null(await TellAsync($"#!/bin/sh\necho \"$@\" > {folder["told"]}; cat >> {folder["told"]}", 0x1C0));

        var told = await File.ReadAllTextAsync(folder["told"], TestContext.Current.CancellationToken);
        Assert.StartsWith("example.com\n", told, StringComparison.Ordinal);
        Assert.Contains(Rotation.NextAction, told, StringComparison.Ordinal);
        Assert.Contains(Rotation.Record!.Value, told, StringComparison.Ordinal);
        Assert.Contains("Name:  mail2._domainkey", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!/bin/sh\necho out of ink >&2; exit 3", 0x1C0, "exit code 3 out of ink")]
    [InlineData("#!/bin/sh\ntrue", 0x180, "ermission")]
    [InlineData("#!/bin/sh\ntrue", 0x1D2, "users other than its owner")]
    [InlineData("#!/no/such/program\n", 0x1C0, "o such file")]
    [InlineData(null, 0, "not found")]
    public async Task A_failed_notification_is_a_finding(string? text, int mode, string reason)
    {
        var finding = await TellAsync(text, mode);

        Assert.Equal(nameof(FindingTable.NotifyFailed), finding?.Code);
        Assert.Contains(reason, finding!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_in_a_folder_that_other_users_can_write_to_is_not_run()
    {
        folder.Write("open/notify", "#!/bin/sh\ntouch told");
        File.SetUnixFileMode(folder["open/notify"], (UnixFileMode)0x1C0);
        File.SetUnixFileMode(folder["open"], (UnixFileMode)0x1FF);
        File.CreateSymbolicLink(folder["notify"], "open/notify");

        Assert.Contains(folder["open"], (await TellAsync(null, 0))?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_reads_no_input_succeeds() => Assert.Null(await TellAsync("#!/bin/sh\nexec <&-; exit 0", 0x1C0));

    private async Task<DkimFinding?> TellAsync(string? text, int mode)
    {
        if (text is not null)
        {
            folder.Write("notify", text);
            File.SetUnixFileMode(folder["notify"], (UnixFileMode)mode);
        }

        return await new NotifyScript(folder["notify"]).RunAsync(Rotation, TestContext.Current.CancellationToken);
    }
}
