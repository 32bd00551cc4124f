namespace OpteriusDkim;

/// <summary>Registration and retirement with a running OpenDKIM and records in BIND, by dynamic update.</summary>
public sealed class DomainLifeTests : RotationTest
{
    private const string Domain = "one.example.com";
    private const string ShortDrain = "\"rotation\": { \"drain\": \"00:00:03\" },";

    [Fact]
    public async Task A_domain_comes_and_goes_and_comes_again()
    {
        await StartAsync(ShortDrain);

        var first = Read(Run($"Register-DkimDomain {Domain}"));
        Assert.Equal(
            (RotationKind.Registration, null, "mail", RotationPhase.Published, RotationWait.Time),
            (first.Kind, first.OldSelector, first.NewSelector, first.Phase, first.WaitingFor));
        Assert.Null(await Host.SelectorAsync(Domain));

        var registered = Read(Run($"Register-DkimDomain {Domain} -Wait -WaitTimeout 60"));
        Assert.Equal((RotationKind.Registration, RotationPhase.Completed), (registered.Kind, registered.Phase));
        Assert.Equal("mail", await Host.SelectorAsync(Domain));

        var journal = Path.Combine(Sandbox.State, "rotation", $"{Domain}.json");
        var before = await File.ReadAllTextAsync(journal, TestContext.Current.CancellationToken);
        var again = Read(Run($"Register-DkimDomain {Domain} other"));
        Assert.Equal((RotationPhase.Completed, "mail"), (again.Phase, again.NewSelector));
        Assert.Equal(["RegisteredOtherwise"], again.Findings.Select(finding => finding.Code));
        Assert.Equal(before, await File.ReadAllTextAsync(journal, TestContext.Current.CancellationToken));

        var retired = Read(Run($"Unregister-DkimDomain {Domain} -Wait -WaitTimeout 60 -Confirm:$false"));
        Assert.Equal((RotationKind.Retirement, "mail", RotationPhase.Completed), (retired.Kind, retired.OldSelector, retired.Phase));
        Assert.Null(await Host.SelectorAsync(Domain));
        Assert.Equal("", Dig("mail", Domain));
        Assert.Empty(Run("Get-DkimKey").Objects);
        Assert.Equal("mail", Run($"Get-DkimKey {Domain} -All")["Selector"]);

        Assert.Equal("mail2", Read(Run($"Register-DkimDomain {Domain} -Wait -WaitTimeout 60")).NewSelector);
        Assert.Equal("mail2", await Host.SelectorAsync(Domain));
        Assert.Equal(
            ["Registration", "Retirement", "Registration"],
            Run($"Get-DkimRotation {Domain}").Objects.Select(item => item.Properties["Kind"].Value.ToString()));
    }

    [Fact]
    public async Task A_domain_that_signs_with_a_proven_key_is_registered_without_a_change()
    {
        await StartAsync(ShortDrain, Domain);

        var rotation = Read(Run($"Register-DkimDomain {Domain}"));

        Assert.Equal((RotationPhase.Completed, "mail"), (rotation.Phase, rotation.NewSelector));
        Assert.False(Directory.Exists(Path.Combine(Sandbox.State, "rotation"))
            && Directory.EnumerateFiles(Path.Combine(Sandbox.State, "rotation")).Any());
    }

    [Fact]
    public async Task A_signing_key_without_its_record_stays_and_the_record_is_published()
    {
        await StartAsync(ShortDrain, Domain);
        NsUpdate($"update delete mail._domainkey.{Domain} TXT");

        var lost = Read(Run($"Register-DkimDomain {Domain}"));
        Assert.DoesNotContain(lost.Findings, finding => finding.Code == "SignsUnproven");
        var rotation = Read(Run($"Register-DkimDomain {Domain} -Wait -WaitTimeout 60"));

        Assert.Equal((RotationPhase.Completed, "mail"), (rotation.Phase, rotation.NewSelector));
        Assert.StartsWith("v=DKIM1", Dig("mail", Domain), StringComparison.Ordinal);
        Assert.Equal("mail", await Host.SelectorAsync(Domain));
    }

    [Fact]
    public async Task A_signing_key_whose_name_has_another_record_keeps_signing_and_a_person_corrects_the_record()
    {
        await StartAsync(ShortDrain, Domain);
        NsUpdate($"update delete mail._domainkey.{Domain} TXT");
        NsUpdate($"update add mail._domainkey.{Domain} 2 TXT \"v=DKIM1; p=\"");

        var rotation = Read(Run($"Register-DkimDomain {Domain}"));

        Assert.Equal(("mail", RotationWait.Person, "Publish"), (rotation.NewSelector, rotation.WaitingFor, rotation.RecordAction));
        Assert.Contains(rotation.Findings, finding => finding.Code == "SigningRecordLost");
        Assert.Equal("v=DKIM1; p=", Dig("mail", Domain));
        Assert.Equal("mail", await Host.SelectorAsync(Domain));
        Assert.Equal(RotationPhase.Aborted, Rotate($"{Domain} -Abort -Confirm:$false").Phase);
        Assert.Equal("mail", await Host.SelectorAsync(Domain));
    }

    [Fact]
    public async Task An_entry_for_all_domains_is_kept_and_the_finding_says_what_to_do()
    {
        await StartAsync(ShortDrain, "two.example.com");
        var shared = $"* mail._domainkey.two.example.com{Environment.NewLine}";
        await File.AppendAllTextAsync(Sandbox.In("SigningTable"), shared, TestContext.Current.CancellationToken);

        await UntilDueAsync(Read(Run($"Register-DkimDomain {Domain}")));
        var rotation = Read(Run($"Register-DkimDomain {Domain}"));

        Assert.Equal((RotationPhase.Proven, RotationWait.Signer), (rotation.Phase, rotation.WaitingFor));
        Assert.Contains(rotation.Findings, finding => finding.Code == "ForeignEntry");
        Assert.Contains(shared, Host.Tables.Signing, StringComparison.Ordinal);
        Assert.DoesNotContain(Domain, Host.Tables.Signing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retirement_is_aborted_while_the_key_is_there_and_the_domain_signs_again()
    {
        await StartAsync("\"rotation\": { \"drain\": \"01:00:00\" },", Domain);
        var draining = Read(Run($"Unregister-DkimDomain {Domain} -Confirm:$false"));
        Assert.Equal((RotationPhase.Draining, RotationWait.Time), (draining.Phase, draining.WaitingFor));
        Assert.Null(await Host.SelectorAsync(Domain));
        Assert.StartsWith("v=DKIM1", Dig("mail", Domain), StringComparison.Ordinal);

        var aborted = Rotate($"{Domain} -Abort -Wait -WaitTimeout 60 -Confirm:$false");

        Assert.Equal((RotationKind.Retirement, RotationPhase.Aborted), (aborted.Kind, aborted.Phase));
        Assert.Equal("mail", await Host.SelectorAsync(Domain));
    }

    [Fact]
    public async Task An_aborted_registration_leaves_no_key_and_no_record_of_its_own()
    {
        await StartAsync(ShortDrain);
        Read(Run($"Register-DkimDomain {Domain}"));
        Assert.Empty(Run("New-DkimKey two.example.com").Errors);
        Read(Run("Register-DkimDomain two.example.com"));

        Assert.Equal(RotationPhase.Aborted, Rotate($"{Domain} -Abort -Wait -WaitTimeout 60 -Confirm:$false").Phase);
        Assert.Equal(RotationPhase.Aborted, Rotate("two.example.com -Abort -Wait -WaitTimeout 60 -Confirm:$false").Phase);

        Assert.Equal("", Dig("mail", Domain) + Dig("mail", "two.example.com"));
        Assert.Equal("two.example.com", Run("Get-DkimKey")["Domain"]);
        Assert.Equal("", Host.Tables.Signing);
    }

    [Fact]
    public async Task The_domains_of_the_host_follow_a_list()
    {
        await StartAsync(ShortDrain, "old.example.com");
        string[] list = [Domain, "two.example.com"];

        var moved = Run("$input | Sync-DkimDomain -Remove -Confirm:$false -Wait -WaitTimeout 60 6>$null", [.. list]);

        Assert.Empty(moved.Errors);
        Assert.Equal(
            [("old.example.com", "Retirement"), (Domain, "Registration"), ("two.example.com", "Registration")],
            moved.Objects.Select(item => ((string)item.Properties["Domain"].Value, item.Properties["Kind"].Value.ToString()!)).Order());
        Assert.Equal(list, Run("Get-DkimKey").Objects.Select(item => (string)item.Properties["Domain"].Value));
        Assert.Equal("mail", await Host.SelectorAsync(Domain));
        Assert.Null(await Host.SelectorAsync("old.example.com"));

        var again = Run("$input | Sync-DkimDomain -Remove -Confirm:$false 6>&1 | ForEach-Object { \"$_\" }", [.. list]);
        Assert.Equal(["2 of 2 domains were registered already."], again.Objects.Select(item => item.ToString()));
    }
}
