namespace OpteriusDkim;

/// <summary>Rotations of a domain whose zone only its owner changes: it has CNAMEs into a zone of ours, which accepts updates.</summary>
public sealed class DelegatedRotationTests : RotationTest
{
    private const string Domain = "customer.test";
    private const string First = "s1._domainkey CNAME s1.customer.test.ours.example.com.\n";
    private const string Second = "s2._domainkey CNAME s2.customer.test.ours.example.com.\n";
    private const string Settings = """
        "rotation": { "drain": "00:00:02" },
        "domains": { "customer.test": { "delegation": { "zone": "ours.example.com", "selectors": ["s1", "s2"] } } },
        """;

    private int serial;

    private protected override string StaticZones =>
        $"zone \"{Domain}\" {{ type primary; file \"{Sandbox.In("dns", Domain + ".zone")}\"; }};";

    [Fact]
    public async Task A_domain_moves_to_delegation_and_then_rotates_without_its_owner()
    {
        var mail = await StartCustomerAsync();

        var asked = Rotate(Domain);
        Assert.Equal((RotationPhase.Prepared, RotationWait.Person, "Publish"), (asked.Phase, asked.WaitingFor, asked.RecordAction));
        Assert.Equal(
            ("CNAME", "s1._domainkey.customer.test", "s1.customer.test.ours.example.com"),
            (asked.Record!.Type, asked.Record.Name, asked.Record.Value));
        Assert.Contains(asked.Findings, finding => finding.Code == "DelegationMissing");

        Publish(mail + First + Second);
        var published = Rotate(Domain);
        Assert.Equal(("s1", RotationPhase.Published, RotationWait.Time), (published.NewSelector, published.Phase, published.WaitingFor));
        Assert.Equal("mail", await Host.SelectorAsync(Domain));

        await UntilDueAsync(published);
        var draining = Rotate(Domain);
        Assert.Equal((RotationPhase.Draining, RotationWait.Time), (draining.Phase, draining.WaitingFor));
        Assert.Equal("s1", await Host.SelectorAsync(Domain));

        // Nobody but the owner can remove the record of the ordinary selector.
        await UntilDueAsync(draining);
        var removal = Rotate(Domain);
        Assert.Equal((RotationWait.Person, "mail", "Remove"), (removal.WaitingFor, removal.Record!.Selector, removal.RecordAction));
        Publish(First + Second);
        Assert.Equal(RotationPhase.Completed, Rotate(Domain).Phase);

        var before = ValueOf("s1");
        await RotateAloneAsync("s1", "s2");
        await RotateAloneAsync("s2", "s1");
        Assert.NotEqual(before, ValueOf("s1"));
    }

    [Fact]
    public async Task A_registration_waits_for_the_CNAMEs_and_then_needs_nobody()
    {
        WriteEmptyZone();
        await StartAsync(Settings);
        Publish("");

        var asked = Read(Run($"Register-DkimDomain {Domain}"));
        Assert.Equal((RotationKind.Registration, RotationWait.Person, "CNAME"), (asked.Kind, asked.WaitingFor, asked.Record!.Type));

        Publish(First + Second);
        var registered = Read(Run($"Register-DkimDomain {Domain} -Wait -WaitTimeout 60"));
        Assert.Equal((RotationPhase.Completed, "s1"), (registered.Phase, registered.NewSelector));
        Assert.Equal("s1", await Host.SelectorAsync(Domain));
    }

    [Theory]
    [InlineData(First)]
    [InlineData(First + "s2._domainkey CNAME elsewhere.example.com.\n")]
    public async Task The_rotation_stays_on_the_key_that_works_while_a_CNAME_is_missing_or_wrong(string broken)
    {
        await MoveAsync();
        await BreakAsync(broken);

        Publish(First + Second);
        var last = Rotate(Domain + " -Wait -WaitTimeout 90");
        Assert.Equal((RotationPhase.Completed, "s2"), (last.Phase, last.NewSelector));
        Assert.Equal("s2", await Host.SelectorAsync(Domain));
    }

    [Fact]
    public async Task A_selector_that_was_given_up_before_all_servers_had_it_is_left_alone_for_a_day()
    {
        await MoveAsync();
        await BreakAsync(First);
        Assert.Equal(RotationPhase.Aborted, Rotate(Domain + " -Abort -Wait -WaitTimeout 60 -Confirm:$false").Phase);

        Publish(First + Second);
        var next = Rotate(Domain + " -Force");
        Assert.Equal((RotationPhase.Prepared, RotationWait.Time), (next.Phase, next.WaitingFor));
        Assert.InRange(next.NotBefore!.Value - DateTime.UtcNow, TimeSpan.FromHours(23), TimeSpan.FromHours(25));
        Assert.Equal("s1", await Host.SelectorAsync(Domain));
    }

    [Fact]
    public async Task A_domain_moves_back_to_a_selector_of_its_own()
    {
        await MoveAsync();
        Assert.Empty(Run(
            $"Set-DkimConfiguration delegation.zone '' -Domain {Domain}; "
            + $"Set-DkimConfiguration publisher.type Manual -Domain {Domain}").Errors);

        var asked = Rotate(Domain + " -Force -NewSelector own");
        Assert.Equal(
            (RotationWait.Person, "TXT", "own._domainkey.customer.test"), (asked.WaitingFor, asked.Record!.Type, asked.Record.Name));
        Publish(First + Second + $"own._domainkey TXT {ValueOf("own")}\n");
        var published = Rotate(Domain);
        await UntilDueAsync(published);
        var draining = Rotate(Domain);
        Assert.Equal("own", await Host.SelectorAsync(Domain));

        await UntilDueAsync(draining);
        var removal = Rotate(Domain);
        Assert.Equal(("s1.customer.test.ours.example.com", "Remove"), (removal.Record!.Name, removal.RecordAction));
        NsUpdate("update delete s1.customer.test.ours.example.com TXT");
        Assert.Equal(RotationPhase.Completed, Rotate(Domain).Phase);
    }

    /// <summary>Starts everything; the domain signs with an ordinary selector, whose record its owner published.</summary>
    private async Task<string> StartCustomerAsync()
    {
        WriteEmptyZone();
        await StartAsync(Settings);
        Assert.Empty(Run($"New-DkimKey {Domain}").Errors);
        var mail = $"mail._domainkey TXT {ValueOf("mail")}\n";
        Publish(mail);
        Assert.Empty(Run($"Enable-DkimSigning {Domain}").Errors);
        return mail;
    }

    /// <summary>The same, and the domain signs with the delegated selector s1 instead.</summary>
    private async Task MoveAsync()
    {
        Publish(await StartCustomerAsync() + First + Second);
        await UntilDueAsync(Rotate(Domain));
        await UntilDueAsync(Rotate(Domain));
        Rotate(Domain);
        Publish(First + Second);
        Assert.Equal(RotationPhase.Completed, Rotate(Domain).Phase);
        Assert.Equal("s1", await Host.SelectorAsync(Domain));
    }

    /// <summary>A rotation to s2 is published, then its CNAME breaks.</summary>
    private async Task BreakAsync(string broken)
    {
        var published = Rotate(Domain + " -Force");
        Assert.Equal(("s2", RotationPhase.Published), (published.NewSelector, published.Phase));

        Publish(broken);
        await UntilDueAsync(published);
        var stays = Rotate(Domain);
        Assert.Equal((RotationPhase.Published, RotationWait.Person), (stays.Phase, stays.WaitingFor));
        Assert.Equal(("CNAME", "s2._domainkey.customer.test"), (stays.Record!.Type, stays.Record.Name));
        Assert.Contains(stays.Findings, finding => finding.Code is "DelegationMissing" or "DelegationElsewhere");
        Assert.Equal("s1", await Host.SelectorAsync(Domain));
    }

    private async Task RotateAloneAsync(string old, string next)
    {
        var rotation = Rotate(Domain + " -Force -Wait -WaitTimeout 90");
        Assert.Equal((RotationPhase.Completed, old, next), (rotation.Phase, rotation.OldSelector, rotation.NewSelector));
        Assert.Equal(next, await Host.SelectorAsync(Domain));
        Assert.Equal(
            ("DNS verified", next), (Run($"Test-DkimDns {Domain}")["StatusText"], Run($"Test-DkimDns {Domain}")["Selector"]));
        Assert.Equal("", DigName($"{old}.{Domain}.ours.example.com"));
        Assert.StartsWith("v=DKIM1", DigName($"{next}.{Domain}.ours.example.com"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Sandbox.Keys, Domain, old + ".private")));
    }

    private string ValueOf(string selector)
    {
        var strings = (IEnumerable<string>)Run($"Get-DkimRecord {Domain} {selector}")["Strings"]!;
        return string.Join(' ', strings.Select(text => $"\"{text}\""));
    }

    private void WriteEmptyZone()
    {
        Directory.CreateDirectory(Sandbox.In("dns"));
        File.WriteAllText(
            Sandbox.In("dns", Domain + ".zone"), "$TTL 2\n@ SOA ns hostmaster 1 3600 600 86400 1\n@ NS ns\nns A 127.0.0.1\n");
    }

    /// <summary>The owner edits the zone.</summary>
    private void Publish(string records)
    {
        serial++;
        Names.ReloadFile(
            Domain,
            $"$TTL 2\n@ SOA ns hostmaster {serial + 1} 3600 600 86400 1\n@ NS ns\nns A {Address}\n{records}");
    }
}
