namespace OpteriusDkim;

public sealed class ExportDkimReportTests : CmdletTest
{
    [Theory]
    [InlineData("dkim.html", "<!DOCTYPE html>")]
    [InlineData("dkim.csv", "Domain,Health,")]
    [InlineData("dkim.json", "{\"schema\":1,")]
    [InlineData("dkim.prom", "# HELP dkim_last_run_timestamp_seconds ")]
    public void The_extension_tells_the_format(string name, string start)
    {
        var outcome = Export($"-Path {name} -PassThru", [.. SampleStatuses.Host]);

        Assert.Empty(outcome.Errors);
        Assert.Equal(Sandbox.In(name), Assert.IsType<FileInfo>(Assert.Single(outcome.Objects).BaseObject).FullName);
        Assert.StartsWith(start, File.ReadAllText(Sandbox.In(name)), StringComparison.Ordinal);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            File.GetUnixFileMode(Sandbox.In(name)));
    }

    [Fact]
    public void Another_extension_needs_a_format_and_several_paths_get_the_same()
    {
        var outcome = Export("-Path dkim.txt", SampleStatuses.Healthy("example.com"));
        Assert.Equal("UnknownReportFormat", ErrorOf(outcome));

        Assert.Empty(Export("-Path dkim.txt -Format Csv", SampleStatuses.Healthy("example.com")).Errors);
        Assert.Empty(Export("-Path a.csv, b.json", SampleStatuses.Healthy("example.com")).Errors);
        Assert.Equal(File.ReadAllText(Sandbox.In("dkim.txt")), File.ReadAllText(Sandbox.In("a.csv")));
        Assert.True(File.Exists(Sandbox.In("b.json")));
    }

    [Fact]
    public void A_status_from_a_job_gives_the_same_report()
    {
        var live = Export("-Path live.json", [.. SampleStatuses.Host]);
        var outcome = Session.Run(
            """
            $serialized = [System.Management.Automation.PSSerializer]::Serialize(@($input), 6)
            [System.Management.Automation.PSSerializer]::Deserialize($serialized) | Export-DkimReport job.json
            """,
            [.. SampleStatuses.Host]);

        Assert.Empty(live.Errors);
        Assert.Empty(outcome.Errors);
        Assert.Equal(WithoutTime("live.json"), WithoutTime("job.json"));
        Assert.Contains("\"record\":{", WithoutTime("job.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-Command Export-DkimReport")]
    [InlineData("[pscustomobject]@{ Domain = 'example.com'; Health = 'Ok' }")]
    [InlineData("'example.com'")]
    public void Another_object_ends_the_command_and_the_earlier_file_stays(string objects)
    {
        File.WriteAllText(Sandbox.In("dkim.csv"), "before");
        var outcome = Run($"{objects} | Export-DkimReport dkim.csv");

        Assert.Equal("NotAStatus", ErrorOf(outcome));
        Assert.Equal("before", File.ReadAllText(Sandbox.In("dkim.csv")));
        AssertNoLeftovers();
    }

    [Fact]
    public void A_pipeline_that_fails_leaves_the_earlier_file()
    {
        File.WriteAllText(Sandbox.In("dkim.csv"), "before");
        var outcome = Session.Run("$input | ForEach-Object { $_; throw 'halfway' } | Export-DkimReport dkim.csv", [.. SampleStatuses.Host]);

        Assert.Single(outcome.Errors);
        Assert.Equal("before", File.ReadAllText(Sandbox.In("dkim.csv")));
        AssertNoLeftovers();
    }

    [Fact]
    public void An_empty_pipeline_gives_a_report_without_domains()
    {
        Assert.Empty(Run("@() | Export-DkimReport dkim.csv, dkim.html").Errors);
        Assert.Single(File.ReadAllLines(Sandbox.In("dkim.csv")));
    }

    [Fact]
    public void Without_input_it_asks_as_Get_DkimStatus_does()
    {
        MakeKeys("mail._domainkey.example.com", "mail._domainkey.example.net");
        Sandbox.Configure("\"dns\": { \"servers\": [\"127.0.0.1:9\"], \"timeout\": \"00:00:00.1\" },");
        var outcome = Run("Export-DkimReport dkim.csv -PassThru");

        Assert.Empty(outcome.Errors);
        Assert.Equal("dkim.csv", Assert.IsType<FileInfo>(Assert.Single(outcome.Objects).BaseObject).Name);
        Assert.Equal("FileExists", ErrorOf(Run("Export-DkimReport dkim.csv -NoClobber")));
        Assert.Equal("UnknownReportFormat", ErrorOf(Run("Export-DkimReport dkim.txt")));
        Assert.Empty(Run("Export-DkimReport other.csv -WhatIf").Errors);
        Assert.False(File.Exists(Sandbox.In("other.csv")));
        Assert.Equal(
            ["example.com", "example.net"], File.ReadAllLines(Sandbox.In("dkim.csv"))[1..].Select(line => line.Split(',')[0]).Order());
    }

    [Fact]
    public void An_error_of_that_is_an_error_of_the_command()
    {
        File.WriteAllText(Sandbox.ConfigurationPath, "{ nonsense");
        File.WriteAllText(Sandbox.In("dkim.csv"), "before");

        Assert.NotEmpty(Run("Export-DkimReport dkim.csv").Errors);
        Assert.Equal("before", File.ReadAllText(Sandbox.In("dkim.csv")));
    }

    [Fact]
    public void What_if_checks_and_writes_nothing()
    {
        File.WriteAllText(Sandbox.In("dkim.csv"), "before");

        Assert.Empty(Export("dkim.csv -WhatIf", [.. SampleStatuses.Host]).Errors);
        Assert.Equal("FileExists", ErrorOf(Export("dkim.csv -WhatIf -NoClobber")));
        Assert.Equal("FolderMissing", ErrorOf(Export("no/dkim.csv -WhatIf")));
        Assert.Equal("NotAStatus", ErrorOf(Run("1 | Export-DkimReport dkim.csv -WhatIf")));
        Assert.Equal("before", File.ReadAllText(Sandbox.In("dkim.csv")));
        AssertNoLeftovers();
    }

    [Fact]
    public void A_domain_that_comes_twice_is_in_the_report_once()
    {
        var outcome = Export("dkim.csv", SampleStatuses.Healthy("example.com"), SampleStatuses.Stopped("example.com"));

        Assert.Contains("more than once", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Contains("example.com,Ok,", Assert.Single(File.ReadAllLines(Sandbox.In("dkim.csv"))[1..]), StringComparison.Ordinal);
    }

    private static string ErrorOf(Outcome outcome) =>
        Assert.Single(outcome.Errors).FullyQualifiedErrorId.Replace(",OpteriusDkim.ExportDkimReportCommand", "", StringComparison.Ordinal);

    private Outcome Export(string arguments, params DkimStatus[] statuses) =>
        Session.Run($"$input | Export-DkimReport {arguments}", [.. statuses]);

    private string WithoutTime(string name) => string.Join('\n', File.ReadAllLines(Sandbox.In(name))[1..]);

    private void AssertNoLeftovers() =>
        Assert.DoesNotContain(Directory.GetFileSystemEntries(Sandbox.Root), path => path.Contains("dkim-tmp", StringComparison.Ordinal));
}
