using static OpteriusDkim.Tests.SampleTables;

namespace OpteriusDkim.Tests;

/// <summary>Edit, reload, prove, undo; with a simulated daemon, since its failures are tested.</summary>
public sealed class SigningServiceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ScriptedProof proof;
    private readonly CountedReload reload = new();
    private readonly SampleTables tables = new("# keys\nk example.org:k:/keys/k", "# table\n*@example.org k");

    public SigningServiceTests() => proof = new ScriptedProof(tables.Signer);

    public void Dispose()
    {
        tables.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Many_domains_are_one_edit_one_reload_and_a_proof_each()
    {
        var results = await ApplyAsync("a.example", "b.example", "c.example");
        Assert.All(results, result => Assert.Equal(SigningStep.Done, result.Step));
        Assert.Equal(1, reload.Count);
        Assert.Equal([3], proof.Calls);
        Assert.Equal(
            "# table\n*@example.org k\n*@a.example mail._domainkey.a.example\n*@b.example "
            + "mail._domainkey.b.example\n*@c.example mail._domainkey.c.example\n",
            tables.Signing);
    }

    [Fact]
    public async Task Only_the_domains_that_fail_are_undone_and_the_reason_is_reported()
    {
        proof.Failing.Add("b.example");
        var results = await ApplyAsync("a.example", "b.example");
        Assert.Equal([SigningStep.Done, SigningStep.Undone], results.Select(result => result.Step));
        Assert.Contains("refused temporarily", results[1].Finding!.Message, StringComparison.Ordinal);
        Assert.Contains("rolled back", results[1].Finding!.Message, StringComparison.Ordinal);
        Assert.Equal(2, reload.Count);
        Assert.Equal("# table\n*@example.org k\n*@a.example mail._domainkey.a.example\n", tables.Signing);
        Assert.Equal(
            "# keys\nk example.org:k:/keys/k\nmail._domainkey.a.example a.example:mail:" + KeyOf("a.example").Path + "\n", tables.Keys);
    }

    [Fact]
    public async Task If_all_fail_the_tables_are_restored_byte_for_byte()
    {
        proof.Failing.Add("a.example");
        await ApplyAsync("a.example");
        AssertUntouched();
    }

    [Fact]
    public async Task A_failed_reload_undoes_everything()
    {
        reload.Fails = true;
        var result = Assert.Single(await ApplyAsync("a.example"));
        Assert.Equal(SigningStep.Undone, result.Step);
        Assert.Contains("could not be reloaded", result.Finding!.Message, StringComparison.Ordinal);
        AssertUntouched();
    }

    [Fact]
    public async Task Stopped_before_the_edit_nothing_changes()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ApplyAsync(stopped.Token, "a.example"));
        AssertUntouched();
        Assert.Equal(0, reload.Count);
        Assert.False(Directory.Exists(folder["state/kept"]));
    }

    [Fact]
    public async Task Stopped_after_the_edit_it_is_undone_and_reloaded()
    {
        using var stopping = new CancellationTokenSource();
        proof.BeforeProof = stopping.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ApplyAsync(stopping.Token, "a.example"));
        AssertUntouched();
        Assert.Equal(2, reload.Count);
    }

    [Fact]
    public async Task Changes_by_others_during_the_proof_are_kept_when_it_is_undone()
    {
        proof.Failing.Add("a.example");
        proof.BeforeProof = () => File.AppendAllText(tables["SigningTable"], "# theirs\n");
        await ApplyAsync("a.example");
        Assert.Equal("# table\n*@example.org k\n# theirs\n", tables.Signing);
        Assert.Equal("# keys\nk example.org:k:/keys/k", tables.Keys);
    }

    [Fact]
    public async Task Proving_an_enabled_domain_again_writes_nothing()
    {
        await ApplyAsync("a.example");
        var written = File.GetLastWriteTimeUtc(tables["SigningTable"]);
        Assert.Equal(SigningStep.Unchanged, Assert.Single(await ApplyAsync("a.example")).Step);
        Assert.Equal(written, File.GetLastWriteTimeUtc(tables["SigningTable"]));
        Assert.Equal(1, reload.Count);
    }

    [Fact]
    public async Task The_files_that_are_replaced_are_backed_up_the_last_ten_of_each()
    {
        for (var i = 0; i < 12; i++)
        {
            await ApplyAsync($"a{i}.example");
        }

        var kept = Directory.GetFiles(folder["state/kept/tables"]);
        Assert.Equal(10, kept.Count(file => file.Contains("SigningTable", StringComparison.Ordinal)));
        Assert.Equal(10, kept.Count(file => file.Contains("KeyTable", StringComparison.Ordinal)));
        Assert.All(kept, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task The_mode_is_kept_and_a_link_remains_a_link()
    {
        File.Move(tables["SigningTable"], folder["elsewhere"]);
        File.CreateSymbolicLink(tables["SigningTable"], folder["elsewhere"]);
        File.SetUnixFileMode(folder["elsewhere"], (UnixFileMode)0x1A0);
        await ApplyAsync("a.example");
        Assert.Equal(folder["elsewhere"], new FileInfo(tables["SigningTable"]).LinkTarget);
        Assert.Contains(
            "a.example", await File.ReadAllTextAsync(folder["elsewhere"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((UnixFileMode)0x1A0, File.GetUnixFileMode(folder["elsewhere"]));
    }

    [Fact]
    public async Task A_table_with_a_second_hard_link_is_refused()
    {
        HardLink.Make(tables["SigningTable"], folder["second"]);
        var refused = await Assert.ThrowsAsync<InUseException>(() => ApplyAsync("a.example"));
        Assert.Equal("TableHardLinked", refused.Finding.Code);
        AssertUntouched();
    }

    [Fact]
    public async Task A_table_whose_folder_is_missing_is_refused_and_the_other_is_not_changed()
    {
        Configure($"KeyTable {tables["KeyTable"]}\nSigningTable refile:{tables["gone/SigningTable"]}\n");
        Assert.Equal("TableFolderMissing", (await Assert.ThrowsAsync<InaccessibleException>(() => ApplyAsync("a.example"))).Finding.Code);
        Assert.Equal("# keys\nk example.org:k:/keys/k", tables.Keys);
    }

    [Fact]
    public async Task A_table_that_the_daemon_would_not_load_is_refused_whole()
    {
        Add("SigningTable", "\n*@(broken k\n");
        Assert.Equal("PatternBroken", (await Assert.ThrowsAsync<BrokenDataException>(() => ApplyAsync("a.example"))).Finding.Code);
    }

    [Fact]
    public async Task Without_tables_it_explains_how_to_create_them()
    {
        Configure("Syslog yes\n");
        var refused = await Assert.ThrowsAsync<NotFoundException>(() => ApplyAsync("a.example"));
        Assert.Contains("Initialize-DkimSigner", refused.Finding.Advice, StringComparison.Ordinal);
    }

    private void Configure(string text) => File.WriteAllText(tables["opendkim.conf"], text);

    private void Add(string file, string text) => File.AppendAllText(tables[file], text);

    private void AssertUntouched()
    {
        Assert.Equal("# table\n*@example.org k", tables.Signing);
        Assert.Equal("# keys\nk example.org:k:/keys/k", tables.Keys);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(tables["KeyTable"])!, ".*"));
    }

    private Task<IReadOnlyList<SigningResult>> ApplyAsync(params string[] domains) => ApplyAsync(CancellationToken.None, domains);

    private Task<IReadOnlyList<SigningResult>> ApplyAsync(CancellationToken cancellation, params string[] domains)
    {
        // The caller's own, so that no other user is required.
        Add("opendkim.conf", $"UserID {Environment.UserName}\nRequireSafeKeys no\n");
        var configuration = new KeyOwnership(null);
        var store = new FileKeyStore(
            folder["keys"],
            folder["state"],
            configuration,
            new SignerKeyReferences(DkimConfiguration.Load(Empty()).SignerSettings),
            new FakeEd25519(),
            TimeProvider.System);
        return new SigningService(tables.Signer, proof, reload, store, new KeySafety(), folder["state"], TimeProvider.System)
            .ApplyAsync(
                new SigningRequest([.. domains.Select(domain => new SigningChange(DomainName.Parse(domain), KeyOf(domain)))]),
                new RecordedProgress(),
                cancellation);
    }

    private string Empty() => folder.Write("config.json", "{}");

    /// <summary>A key whose file exists, so that the daemon could read it.</summary>
    private StoredKey KeyOf(string domain)
    {
        var path = folder.Write($"keys/{domain}/mail.private", "key");
        return Key(domain) with { Path = path, PublicKey = SampleKey.Rsa.PublicKey };
    }
}
