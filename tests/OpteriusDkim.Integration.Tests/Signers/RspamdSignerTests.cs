namespace OpteriusDkim;

/// <summary>Rspamd's behaviour after our edits, and the predictions where it would not sign.</summary>
public sealed class RspamdSignerTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly RspamdHost host;
    private readonly ModuleSession session;

    public RspamdSignerTests()
    {
        Assert.SkipWhen(RspamdHost.Missing is not null, RspamdHost.Missing ?? "");
        host = new RspamdHost(sandbox);
        session = new ModuleSession(sandbox);
    }

    [Fact]
    public async Task A_domain_is_enabled_gets_a_second_signature_switches_its_key_and_is_disabled()
    {
        Initialize();
        Assert.Empty(new RspamdSetup(host.Configuration, new RspamdProgram()).Files());
        var rsa = Key("a.example", "mail", "Rsa");
        await host.StartAsync();
        Assert.Empty(await host.SignaturesAsync("a.example"));

        await MakeAsync(new SigningChange(rsa.Domain, rsa));
        Assert.Equal(["mail rsa-sha256 a.example"], await host.SignaturesAsync("a.example"));

        var ed = Key("a.example", "ed", "Ed25519");
        var two = await MakeAsync(new SigningChange(ed.Domain, ed));
        Assert.Equal(["ed ed25519-sha256 a.example", "mail rsa-sha256 a.example"], await host.SignaturesAsync("a.example"));
        Assert.Equal("KeyInUse", session.Run("Remove-DkimKey a.example ed -Confirm:$false").ErrorIds.Single());

        var next = Key("a.example", "next", "Rsa");
        Assert.Equal("OtherKeySigns", Refusal(new SigningChange(next.Domain, next)));
        await MakeAsync(new SigningChange(next.Domain, next) { From = rsa.Selector });
        Assert.Equal(["ed ed25519-sha256 a.example", "next rsa-sha256 a.example"], await host.SignaturesAsync("a.example"));

        // Byte for byte, without a change in the meantime.
        var before = await File.ReadAllBytesAsync(two.Files[^1].Path, TestContext.Current.CancellationToken);
        var other = Key("b.example", "mail", "Rsa");
        var added = await MakeAsync(new SigningChange(other.Domain, other));
        Write(added.Undo(new HashSet<DomainName> { other.Domain }));
        Assert.Equal(before, await File.ReadAllBytesAsync(two.Files[^1].Path, TestContext.Current.CancellationToken));

        await MakeAsync(new SigningChange(rsa.Domain, null));
        Assert.Empty(await host.SignaturesAsync("a.example"));
    }

    [Fact]
    public void A_configuration_that_is_missing_or_broken_is_named_as_such()
    {
        Assert.Empty(session.Run("New-DkimKey a.example").Errors);
        File.WriteAllText(host.Configuration, "options {\n");
        Assert.Equal(
            ["RspamdConfigurationUnreadable", "RspamdKeysUnknown"],
            session.Run("Get-DkimSigning; Remove-DkimKey a.example -Confirm:$false").ErrorIds);

        File.Delete(host.Configuration);
        Assert.Equal(
            ["SignerConfigurationMissing", "SignerConfigurationMissing"],
            session.Run("Get-DkimSigning; Remove-DkimKey a.example -Confirm:$false").ErrorIds);
        Assert.Equal("mail", session.Run("Get-DkimKey a.example")["Selector"]);
    }

    [Fact]
    public void A_subdomain_under_use_esld_is_refused_and_its_block_is_named()
    {
        Initialize();
        var key = Key("news.example.co.uk", "mail", "Rsa");

        Assert.Equal("SubdomainSignedAsParent", Refusal(new SigningChange(key.Domain, key)));

        Local($"use_esld = false;");
        Assert.Null(Refusal(new SigningChange(key.Domain, key)));
        Assert.Equal("SubdomainsNeedBlocks", Refusal(new SigningChange(key.Domain, key) { IncludeSubdomains = true }));
        Write(Signer.Read().Plan([new SigningChange(key.Domain, key)]));
        Assert.Equal("mail", Assert.Single(Signer.Read().DecisionFor(key.Domain).All).Selector);

        Local("use_esld = true;");
        Assert.Equal("SubdomainSignedAsParent", Assert.Single(Entry("news.example.co.uk").Findings).Code);
        Assert.True(Signer.Read().DecisionFor(key.Domain).IsNone);
    }

    [Fact]
    public void A_block_of_another_file_is_shown_and_is_kept()
    {
        Local("domain {\n  old.example { selectors [ { path = \"/x/old\"; selector = \"o\"; } ] }\n}");
        Initialize();
        var key = Key("old.example", "mail", "Rsa");
        var entry = Entry("old.example");

        Assert.Equal(
            ("o", "/x/old", false, $"{host.In("local.d", "dkim_signing.conf")}:2"),
            (entry.Selector, entry.KeyPath, entry.IsOwn, entry.Source));
        Assert.Equal("ForeignEntry", Refusal(new SigningChange(key.Domain, key)));
        Assert.Equal("ForeignEntry", Refusal(new SigningChange(key.Domain, null)));
    }

    [Theory]
    [InlineData("use_redis = true;", "BlocksOverridden", "RedisUnknown")]
    [InlineData("use_vault = true;", "BlocksOverridden", "KeysElsewhere")]
    [InlineData("enabled = false;", "DkimSigningDisabled", "DkimSigningDisabled")]
    public void Nothing_is_edited_where_Rspamd_would_ignore_domain_blocks(string setting, string code, string told)
    {
        Local(setting);
        Initialize();
        var key = Key("a.example", "mail", "Rsa");

        Assert.Equal(code, Signer.Read().NotEditable?.Code);
        Assert.Equal(code, Refusal(new SigningChange(key.Domain, key)));
        Assert.Contains(
            Signer.Read().Entries.SelectMany(entry => entry.Findings).Concat(Signer.Read().Findings), finding => finding.Code == told);
    }

    [Fact]
    public void Without_the_include_nothing_is_edited()
    {
        var key = Key("a.example", "mail", "Rsa");

        Assert.Equal("DomainFileNotIncluded", Refusal(new SigningChange(key.Domain, key)));
    }

    [Fact]
    public async Task An_edit_without_effect_is_reported_before_it_is_made()
    {
        Initialize();
        var key = Key("a.example", "mail", "Rsa");
        var edit = Signer.Read().Plan([new SigningChange(key.Domain, key)]);
        Assert.Null(await edit.CheckAsync(TestContext.Current.CancellationToken));

        await File.WriteAllTextAsync(
            host.In("override.d", "dkim_signing.conf"),
            "domain { \"a.example\" { selectors [ { selector = \"x\"; path = \"/x\"; } ] } }\n",
            TestContext.Current.CancellationToken);
        Assert.Equal("BlockNotEffective", (await edit.CheckAsync(TestContext.Current.CancellationToken))?.Code);

        await File.WriteAllTextAsync(
            host.In("override.d", "dkim_signing.conf"), "domain { \"a.example\" { \n", TestContext.Current.CancellationToken);
        Assert.Equal("RspamdRefuses", (await edit.CheckAsync(TestContext.Current.CancellationToken))?.Code);
    }

    [Fact]
    public void Maps_and_the_template_are_read()
    {
        File.WriteAllText(host.In("selectors"), "m.example s1 # x\n");
        File.WriteAllText(host.In("paths"), "m.example /k/$domain/$selector\n");
        Directory.CreateDirectory(host.In("template"));
        File.WriteAllText(host.In("template", "t.example.dkim.key"), "");
        Local(
            $"selector_map = \"{host.In("selectors")}\";\npath_map = \"{host.In("paths")}\";\npath = "
            + $"\"{host.In("template")}/$domain.$selector.key\";");
        Initialize();

        Assert.Equal(("s1", "/k/m.example/s1"), (Entry("m.example").Selector, Entry("m.example").KeyPath));
        Assert.Contains(
            Signer.Read().Entries, entry => entry.Pattern == "*" && entry.Findings.Any(finding => finding.Code == "SignsByTemplate"));
        Assert.Equal(
            host.In("template", "t.example.dkim.key"), Assert.Single(Signer.Read().DecisionFor(DomainName.Parse("t.example")).All).KeyPath);
        var key = Key("t.example", "mail", "Rsa");
        Assert.Equal("OtherKeySigns", Refusal(new SigningChange(key.Domain, key)));
        Assert.Equal("SignedByOthers", Refusal(new SigningChange(key.Domain, null)));
    }

    [Fact]
    public async Task The_tables_in_OpenDKIM_format_are_read_as_Rspamd_reads_them()
    {
        var key = Key("a.com", "s1", "Rsa");
        await File.WriteAllTextAsync(
            host.In("keys"),
            $"k1 a.com:s1:{key.Path}\nk2 b.com:s2:{key.Path}\nbad nonsense\ne.com %:s3:{key.Path}\ntwo i.com:{key.Path}\n",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            host.In("signing"),
            "# by hand\n*@a.com   k1 # x\nbob@a.com k2\nb.com k2\n*@c.com missing\n*@d.com bad\n*@e.com %\n*@*.g.com k1\n*@g.com "
            + "k2\n*@i.com two\n*@a.com.uk k2\n",
            TestContext.Current.CancellationToken);
        Local($"signing_table = \"{host.In("signing")}\";\nkey_table = \"file://{host.In("keys")}\";");
        await host.StartAsync();
        var state = Signer.Read();
        foreach (var domain in new[]
        {
            "a.com",
            "b.com",
            "sub.b.com",
            "another-b.com",
            "bxcom.com",
            "c.com",
            "d.com",
            "e.com",
            "g.com",
            "sub.g.com",
            "i.com",
            "a.com.uk",
            "z.com",
        })
        {
            var decided = state.DecisionFor(DomainName.Parse(domain)).All.Where(entry => entry.Selector is not null)
                .Select(entry => $"{entry.Selector} rsa-sha256 {entry.SigningDomain}");
            Assert.Equal((domain, string.Join(',', await host.SignaturesAsync(domain))), (domain, string.Join(',', decided)));
        }

        var listed = session.Run("Get-DkimSigning").Objects.Select(item => (DkimSigningEntry)item.BaseObject).ToArray();
        Assert.Equal(10, listed.Length);
        Assert.Equal(
            ($"{host.In("signing")}:2", "s1", key.Path, true),
            (listed[0].Source, listed[0].Selector, listed[0].PrivateKeyPath, listed[0].InStore));
        Assert.Contains(listed[1].Findings, finding => finding.Code == "KeyNotInStore");
        Assert.Contains(listed[3].Findings, finding => finding.Code == "RspamdKeyUnknown");
        Assert.Equal(
            ["b.com"],
            listed.Where(entry => entry.Findings.Any(finding => finding.Code == "PatternTakesMore")).Select(entry => entry.Pattern));
        Assert.Equal(
            ["bob@a.com", "*@a.com.uk"],
            listed.Where(entry => entry.Findings.Any(finding => finding.Code == "EntryShadowed")).Select(entry => entry.Pattern));
        Assert.Contains(listed[4].Findings, finding => finding.Code == "RspamdKeyBroken");
        Assert.Equal("BlocksOverridden", Refusal(new SigningChange(key.Domain, key)));
    }

    [Theory]
    [InlineData("signing_table = \"https://x.example/t\"; key_table = [\"k a.com:s:/k\"];", "signing_table")]
    [InlineData("selector_map = \"https://x.example/t\";", "selector_map")]
    [InlineData("use_vault = true; vault_url = \"https://x.example\"; vault_token = \"t\";", "use_vault")]
    public void Configuration_that_cannot_be_read_is_reported(string settings, string setting)
    {
        Local(settings);
        var listed = session.Run("Get-DkimSigning").Objects.Select(item => (DkimSigningEntry)item.BaseObject).ToArray();
        var entry = Assert.Single(listed, entry => entry.Findings.Any(finding => finding.Code == "KeysElsewhere"));
        Assert.Contains(setting, entry.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal($"{host.In("local.d", "dkim_signing.conf")}:1", entry.Source);
    }

    [Fact]
    public void The_raw_Ed25519_key_file_is_created_and_removed_with_the_key()
    {
        Assert.SkipWhen(new RspamdProgram().ReadsPemOfEd25519, "this Rspamd reads PEM");
        var key = Key("a.example", "ed", "Ed25519");
        var seed = Path.ChangeExtension(key.Path, ".seed");
        var first = File.ReadAllText(seed);

        Local(
            $"domain {{ a.example {{ selectors [ {{ selector = \"ed\"; path = \"{key.Path}\"; }}, {{ selector = \"ed\"; "
            + $"path = \"{seed}\"; }} ] }} }}");
        Assert.Equal(
            ["Ed25519FormUnread"],
            Signer.Read().Entries.Where(entry => entry.Pattern == "a.example").SelectMany(entry => entry.Findings)
                .Select(finding => finding.Code));
        Local("");
        Assert.Equal(32, Convert.FromBase64String(first.Trim()).Length);
        Assert.Equal(File.GetUnixFileMode(key.Path), File.GetUnixFileMode(seed));
        Assert.Equal(FileStatus.Of(key.Path)!.Owner, FileStatus.Of(seed)!.Owner);
        Assert.Empty(session.Run("New-DkimKey a.example ed -Algorithm Ed25519 -Force").Errors);
        Assert.NotEqual(first, File.ReadAllText(seed));
        Assert.Empty(session.Run("Remove-DkimKey a.example ed -Confirm:$false").Errors);
        Assert.False(File.Exists(seed));
    }

    public void Dispose()
    {
        session?.Dispose();
        host?.Dispose();
        sandbox.Dispose();
    }

    private RspamdSigner Signer => new(host.Configuration, [], new RspamdProgram(), new NoEd25519(), new NoRedis());

    private SigningEntry Entry(string pattern) => Signer.Read().Entries.Single(entry => entry.Pattern == pattern);

    private string? Refusal(SigningChange change) => Signer.Read().Plan([change]).Refused.GetValueOrDefault(change.Domain)?.Code;

    private void Initialize()
    {
        foreach (var file in new RspamdSetup(host.Configuration, new RspamdProgram()).Files())
        {
            File.WriteAllBytes(file.Path, file.After.ToArray());
        }
    }

    private void Local(string settings)
    {
        var path = host.In("local.d", "dkim_signing.conf");
        var include = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(".include", StringComparison.Ordinal))
            : null;
        File.WriteAllText(path, $"{settings}\n{include}\n");
    }

    private StoredKey Key(string domain, string selector, string algorithm)
    {
        var key = (DkimKey)session.Run($"New-DkimKey {domain} {selector} -Algorithm {algorithm}").Objects.Single().BaseObject;
        return new StoredKey(
            new RecordName(DomainName.Parse(domain), Selector.Parse(selector)),
            PublicKeyOf(key),
            key.PrivateKeyPath!,
            key.CreatedAt!.Value);
    }

    private static DkimPublicKey PublicKeyOf(DkimKey key) => key.Algorithm == DkimKeyAlgorithm.Ed25519
        ? DkimPublicKey.FromEd25519(Convert.FromBase64String(key.PublicKey))
        : DkimPublicKey.FromSubjectPublicKeyInfo(Convert.FromBase64String(key.PublicKey));

    private async Task<SigningEdit> MakeAsync(SigningChange change)
    {
        var edit = Signer.Read().Plan([change]);
        Assert.Empty(edit.Refused);
        Assert.Null(await edit.CheckAsync(TestContext.Current.CancellationToken));
        Write(edit);
        await host.ReloadAsync();
        return edit;
    }

    private static void Write(SigningEdit edit) => Write(edit.Files);

    private static void Write(IEnumerable<FileEdit> files)
    {
        foreach (var file in files)
        {
            File.WriteAllBytes(file.Path, file.After.ToArray());
        }
    }

    /// <summary>Placeholder public halves, since only the algorithm of a key matters here.</summary>
    private sealed class NoEd25519 : IEd25519
    {
        public byte[] DerivePublicKey(ReadOnlySpan<byte> seed) => new byte[32];
    }
}
