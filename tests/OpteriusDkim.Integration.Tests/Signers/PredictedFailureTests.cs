namespace OpteriusDkim;

/// <summary>
/// Causes for OpenDKIM to refuse mail, send it unsigned, or crash: OpenDKIM itself shows the failure, and a cmdlet
/// predicts it.
/// </summary>
public sealed class PredictedFailureTests : IDisposable
{
    private const string Key = "one one.example.com:mail:{key}\n";
    private const string Line = "*@one.example.com one\n";
    private const string Get = "Get-DkimSigning";

    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;
    private OpenDkimHost? host;

    public PredictedFailureTests() => session = new ModuleSession(sandbox);

    private OpenDkimHost Host => host!;

    private string KeyPath => Path.Combine(sandbox.Keys, "one.example.com", "mail.private");

    public void Dispose()
    {
        host?.Dispose();
        session.Dispose();
        sandbox.Dispose();
    }

    [Theory]
    [InlineData("tempfailed", Get, "KeyTableSpaces", "one one.example.com : mail : {key}\n", Line)]
    [InlineData("tempfailed", Get, "KeyTablePathUnusable", "one one.example.com:mail: {key}\n", Line)]
    [InlineData("tempfailed", Get, "KeyTablePathUnusable", "one one.example.com:mail:file:{key}\n", Line)]
    [InlineData("crashed", Get, "KeyTableNotAscii", "one m\u00fcnchen.example:mail:{key}\n", Line)]
    [InlineData("unsigned", Get, "PatternMatchesNothing", Key, "@one.example.com one\n")]
    [InlineData("unsigned", Get, "BareDomainInRefile", Key, ".one.example.com one\n")]
    [InlineData("signed mail", Get, "PatternTakesMore", Key, "*one.example.com one\n")]
    [InlineData("tempfailed", Get, "KeyTableLineBroken", "one one.example.com:mail\n", Line)]
    [InlineData("tempfailed", Get, "KeyNameUnknown", Key, "*@one.example.com another\n")]
    [InlineData("unsigned", Get, "BareDomainInRefile", Key, "one.example.com one\n")]
    [InlineData("unsigned", Get, "SigningLineIgnored", Key, " *@one.example.com one\n")]
    [InlineData("crashed", Get, "SigningLineCrashes", Key, "*@one.example.com\n")]
    [InlineData("refused", Get, "PatternBroken", Key, "*@one.example.com one\n(*@[a one\n")]
    [InlineData("refused", "Enable-DkimSigning one.example.com -Force", "PatternBroken", Key, "(*@[a one\n")]
    [InlineData("signed mail", Get, "SignsForEverybody", Key, "*@* one\n")]
    [InlineData("signed other", Get, "EntryShadowed", Key + "two one.example.com:other:{key}\n", "*@*.com two\n" + Line)]
    [InlineData("unsigned", "Get-DkimSigning one.example.com", "NothingSigns", Key, "*@two.example.com one\n")]
    public async Task By_the_tables(string verdict, string command, string code, string keys, string signing) =>
        await AssertPredictedAsync(verdict, command, code, keys, signing);

    [Theory]
    [InlineData("unsigned", "WildcardInPlainFile", "*@one.example.com one\n")]
    [InlineData("tempfailed", "KeyNameUnknown", "one.example.com another\n")]
    [InlineData("refused", "SigningLineCrashes", "one.example.com\n")]
    public async Task By_a_table_that_is_a_plain_file(string verdict, string code, string signing)
    {
        await PrepareAsync();
        Host.WriteConfiguration($"KeyTable {sandbox.KeyTable}\nSigningTable file:{Host.SigningTable}");

        await AssertPredictedAsync(verdict, Get, code, Key, signing);
    }

    [Theory]
    [InlineData("tempfailed", "KeyFileMissing", "rm {key}")]
    [InlineData("tempfailed", "KeyFileEmpty", "truncate -s 0 {key}")]
    [InlineData("tempfailed", "KeyOpenToEverybody", "chmod 0644 {key}")]
    [InlineData("tempfailed", "KeyGroupUnsafe", "chown opendkim:mail {key}; chmod 0640 {key}")]
    [InlineData("tempfailed", "KeyOwnerUnsafe", "chown nobody {key}")]
    [InlineData("tempfailed", "KeyClosedToSigner", "chown root:root {key}")]
    [InlineData("tempfailed", "FolderOpenToEverybody", "chmod 1777 {folder}")]
    [InlineData("tempfailed", "KeyBroken", "cp /etc/hostname {key}; chown opendkim {key}; chmod 0600 {key}")]
    public async Task By_the_key(string verdict, string code, string damage)
    {
        await PrepareAsync();
        foreach (var command in damage.Split("; "))
        {
            var words = command.Replace("{key}", KeyPath, StringComparison.Ordinal)
                .Replace("{folder}", Path.GetDirectoryName(KeyPath)!, StringComparison.Ordinal).Split(' ');
            _ = (await Tool.RunAsync(words[0], words[1..])).Successful;
        }

        await AssertPredictedAsync(verdict, Get, code, Key, Line);
    }

    [Fact]
    public async Task By_an_algorithm_that_it_does_not_sign_with()
    {
        await PrepareAsync();
        Assert.Empty(session.Run("New-DkimKey one.example.com ed -Algorithm Ed25519").Errors);

        await AssertPredictedAsync(
            "tempfailed",
            "Enable-DkimSigning one.example.com ed -Force",
            "AlgorithmNotSigned",
            "one one.example.com:ed:{ed}\n",
            "*@two.example.com one\n",
            "two.example.com");
    }

    [Fact]
    public async Task By_empty_tables_beside_a_single_key()
    {
        await PrepareAsync();
        var single = $"Domain one.example.com\nSelector mail\nKeyFile {KeyPath}\n";
        Host.WriteConfiguration(single);
        Assert.Equal("signed mail", await Host.VerdictAsync("one.example.com"));
        Host.WriteConfiguration($"{single}KeyTable {sandbox.KeyTable}\nSigningTable refile:{Host.SigningTable}\n");

        await AssertPredictedAsync("unsigned", "Get-DkimSigning one.example.com", "NothingSigns", "", "");
    }

    [Fact]
    public async Task By_a_configuration_without_tables()
    {
        await PrepareAsync();
        Host.WriteConfiguration("");

        await AssertPredictedAsync("unsigned", "Enable-DkimSigning one.example.com -Force", "TablesNotConfigured", "", "");
    }

    private async Task PrepareAsync()
    {
        Assert.SkipWhen(OpenDkimHost.Missing is not null, OpenDkimHost.Missing ?? "");
        if (host is null)
        {
            host = new OpenDkimHost(sandbox);
            Assert.Empty(session.Run("New-DkimKey one.example.com").Errors);
            await File.WriteAllTextAsync(sandbox.KeyTable, Filled(Key));
            await File.WriteAllTextAsync(Host.SigningTable, Line);
            Assert.Equal("signed mail", await Host.VerdictAsync("one.example.com"));
        }
    }

    private string Filled(string text) => text.Replace("{key}", KeyPath, StringComparison.Ordinal)
        .Replace("{ed}", KeyPath.Replace("mail.", "ed.", StringComparison.Ordinal), StringComparison.Ordinal);

    /// <summary>Asserts how OpenDKIM handles mail with these tables, and that a cmdlet predicts it.</summary>
    private async Task AssertPredictedAsync(
        string verdict, string command, string code, string keys, string signing, string domain = "one.example.com")
    {
        await PrepareAsync();
        await File.WriteAllTextAsync(sandbox.KeyTable, Filled(keys));
        await File.WriteAllTextAsync(Host.SigningTable, Filled(signing));
        var seen = (await Host.VerdictAsync(domain)).Split(':')[0];

        var outcome = session.Run(command);

        string[] told =
        [
            .. outcome.ErrorIds,
            .. outcome.Objects.SelectMany(item => ((DkimSigningEntry)item.BaseObject).Findings).Select(finding => finding.Code),
        ];
        TestContext.Current.TestOutputHelper?.WriteLine($"OpenDKIM: {seen}; {command}: {string.Join(", ", told)}");
        Assert.Equal(verdict, seen);
        Assert.Contains(code, told);
    }
}
